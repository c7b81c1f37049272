//! The command line on a database, without a running service.

use std::{fs, process::Output};

use aiia_keys_test_support::{Role, TestDatabase, secrets::Secrets};
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{finish, program, stderr, stdout};

/// The command line on a database, without a running service.
pub(crate) struct Desk {
    url: String,
    home: TempDir,
    // Dropped last: its connections are gone by then.
    _database: TestDatabase,
}

impl Desk {
    pub(crate) async fn open() -> Self {
        let database = TestDatabase::create().await.unwrap();
        let home = TempDir::new().unwrap();
        let peppers = format!("1 {}\n", "ab".repeat(32));
        Secrets::issued().add_peppers(&peppers);
        fs::write(home.path().join("peppers"), peppers).unwrap();
        let desk = Self {
            url: database.url(Role::App),
            home,
            _database: database,
        };
        desk.done(&["org", "found", "example-audit", "Example Audit"]);
        desk
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Output {
        finish(
            program()
                .args(arguments)
                .env("DATABASE_URL", &self.url)
                .env("AIIA_KEYS_PEPPERS_FILE", self.home.path().join("peppers")),
        )
    }

    /// A command that must succeed; gives what it printed on standard output.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            stderr(&output)
        );
        stdout(&output)
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.done(&[arguments, &["--json"]].concat())).unwrap()
    }

    /// Makes a key; gives its id and its string.
    pub(crate) fn key(&self, label: &str, scope: &str) -> (String, String) {
        let arguments = [
            "key",
            "--org",
            "example-audit",
            "generate",
            "--label",
            label,
            "--scope",
            scope,
        ];
        let made = self.json(&arguments);
        let field = |name: &str| made[name].as_str().unwrap().to_owned();
        (field("id"), field("key"))
    }
}
