//! The program, and its commands on a database.

use std::{
    fs::OpenOptions,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

use super::Postgres;
use crate::process;

/// The program with nothing of what is set here for it.
pub(super) fn program(path: &Path) -> Command {
    let mut command = process::command(Path::new("."), &path.to_string_lossy(), "");
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("AIIA_KEYS_") || text.starts_with("DATABASE_URL") {
            command.env_remove(&name);
        }
    }
    command
}

/// Runs a command that must succeed; its standard output.
pub(crate) fn run(command: &mut Command) -> Result<String> {
    let shown = process::shown(command);
    let output = command
        .output()
        .with_context(|| format!("`{shown}` does not start"))?;
    ensure!(
        output.status.success(),
        "`{shown}` failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?)
}

/// How commands of the program reach a database.
#[derive(Clone, Debug)]
pub(crate) struct Cli {
    pub(crate) program: PathBuf,
    pub(crate) peppers_file: PathBuf,
    database_url: String,
}

impl Cli {
    /// Runs a command of the program, straight on the database; its standard output.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<String> {
        run(program(&self.program)
            .args(arguments)
            .env("DATABASE_URL", &self.database_url)
            .env("AIIA_KEYS_PEPPERS_FILE", &self.peppers_file))
    }
}

/// A database with the product's schema, and what its processes need to know.
#[derive(Debug)]
pub(crate) struct Stack {
    /// For data, logs and secrets of this run.
    pub(crate) folder: PathBuf,
    pub(crate) postgres: Postgres,
    pub(crate) cli: Cli,
}

impl Stack {
    /// In an empty folder, which is made.
    pub(crate) fn start(program: PathBuf, folder: PathBuf) -> Result<Self> {
        let postgres = Postgres::start(&folder)?;
        let peppers_file = folder.join("peppers");
        // Digests are those of this run alone; which pepper they are made with does not matter.
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&peppers_file)?
            .write_all(format!("1 {}\n", "5a".repeat(32)).as_bytes())?;
        let mut migrate = self::program(&program);
        migrate.arg("migrate");
        for (flag, role) in [("--admin-url", "postgres"), ("--owner-url", "aiia_owner")] {
            migrate.args([flag, &postgres.url(role)]);
        }
        run(&mut migrate)?;
        let cli = Cli {
            program,
            peppers_file,
            database_url: postgres.url("aiia_app"),
        };
        Ok(Self {
            folder,
            postgres,
            cli,
        })
    }
}
