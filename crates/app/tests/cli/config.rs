//! Settings from flags, variables and a file.

use std::{fs, net::TcpListener};

use aiia_keys_test_support::{Role, TestDatabase};
use tempfile::TempDir;

use crate::program::{finish, program, run, stderr, stdout};

#[test]
fn a_wrong_variable_is_refused_by_its_name() {
    let output = finish(
        program()
            .args(["serve", "--peppers-file", "p"])
            .env("AIIA_KEYS_LISTEN", "8080"),
    );
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains(
            "variable AIIA_KEYS_LISTEN: `listen` cannot be `8080`: invalid socket address syntax"
        ),
        "{said}"
    );
    assert!(said.contains("expected is <ADDRESS>"), "{said}");
}

#[test]
fn a_wrong_flag_is_refused_by_its_name() {
    let output = run(&["serve", "--peppers-file", "p", "--workers", "0"]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("'0' for '--workers <NUMBER>'"), "{said}");
}

/// The port that is taken shows which of the three was used.
#[tokio::test]
async fn a_flag_comes_before_a_variable_and_that_before_the_file() {
    let database = TestDatabase::create().await.unwrap();
    let folder = TempDir::new().unwrap();
    let taken: Vec<TcpListener> = (0..3)
        .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
        .collect();
    let [flag, variable, file] =
        [0, 1, 2].map(|index: usize| taken[index].local_addr().unwrap().to_string());
    fs::write(folder.path().join("url"), database.url(Role::App)).unwrap();
    fs::write(
        folder.path().join("peppers"),
        format!("1 {}\n", "ab".repeat(32)),
    )
    .unwrap();
    let config = format!(
        "database_url_file = '{0}/url'\npeppers_file = '{0}/peppers'\nlisten = '{file}'\n",
        folder.path().display()
    );
    let path = folder.path().join("keys.toml");
    fs::write(&path, config).unwrap();

    for (flag, variable, used) in [
        (Some(&flag), Some(&variable), &flag),
        (None, Some(&variable), &variable),
        (None, None, &file),
    ] {
        let mut command = program();
        command.arg("serve").env("AIIA_KEYS_CONFIG", &path);
        command.args(flag.map(|flag| ["--listen", flag]).into_iter().flatten());
        command.envs(variable.map(|variable| ("AIIA_KEYS_LISTEN", variable)));
        let output = finish(&mut command);
        assert_eq!(
            (output.status.code(), stdout(&output)),
            (Some(1), String::new())
        );
        let said = stderr(&output);
        assert!(said.contains(&format!("cannot listen on {used}")), "{said}");
    }
}

#[test]
fn two_connections_are_one_too_many() {
    let output = finish(
        program()
            .args(["doctor", "--database-url", "postgresql://db/keys"])
            .env("DATABASE_URL_FILE", "/run/url"),
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("keep one"), "{}", stderr(&output));
}
