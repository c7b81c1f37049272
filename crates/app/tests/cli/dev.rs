//! `aiia-keys dev`.

use std::{fs, path::Path};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tempfile::TempDir;

use crate::program::{Dev, run, stderr, stdout};

/// A folder that the server's user can enter, whoever runs the tests.
fn folder() -> TempDir {
    tempfile::Builder::new()
        .prefix("aiia-dev-")
        .tempdir_in("/tmp")
        .unwrap()
}

pub(crate) fn server_pid(data: &Path) -> Pid {
    let pid_file = fs::read_to_string(data.join("pgdata/postmaster.pid")).unwrap();
    Pid::from_raw(pid_file.lines().next().unwrap().parse().unwrap())
}

fn is_alive(pid: Pid) -> bool {
    kill(pid, None).is_ok()
}

/// What `doctor` says, which connects as the service.
fn is_in_order(url: &str) -> bool {
    let output = run(&["doctor", "--database-url", url]);
    output.status.code() == Some(0) && stdout(&output).contains("the service starts")
        || stdout(&output).contains("in order")
}

#[test]
fn an_empty_machine_gets_a_prepared_database_that_stops_with_the_program() {
    let home = folder();
    let data = home.path().join("data");
    let (dev, url) = Dev::start(&data);
    assert!(is_in_order(&url), "{url}");
    let server = server_pid(&data);

    let (status, said) = dev.end(Signal::SIGTERM);

    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("applied 2026-"), "{said}");
    assert!(said.contains("has stopped"), "{said}");
    assert!(!is_alive(server));
}

#[test]
fn ctrl_c_stops_it_and_a_second_start_has_nothing_to_apply() {
    let home = folder();
    let data = home.path().join("data");
    assert_eq!(Dev::start(&data).0.end(Signal::SIGINT).0, Some(0));
    let (again, url) = Dev::start(&data);
    assert!(is_in_order(&url));
    let (status, said) = again.end(Signal::SIGINT);
    assert_eq!(status, Some(0));
    assert!(!said.contains("applied"), "{said}");
}

#[test]
fn a_second_instance_is_refused_with_the_first_ones_process_id() {
    let home = folder();
    let data = home.path().join("data");
    let (first, url) = Dev::start(&data);

    let second = run(&["dev", "--data-dir", data.to_str().unwrap()]);

    assert_eq!(second.status.code(), Some(1));
    let said = stderr(&second);
    assert!(
        said.contains(&format!("in use by process {}", first.pid())),
        "{said}"
    );
    assert!(is_in_order(&url), "the first one is not disturbed");
    assert_eq!(first.end(Signal::SIGTERM).0, Some(0));
}

#[test]
fn a_server_that_is_killed_is_started_again() {
    let home = folder();
    let data = home.path().join("data");
    let (mut dev, url) = Dev::start(&data);
    kill(server_pid(&data), Signal::SIGKILL).unwrap();

    assert_eq!(dev.next_url(), url);

    assert!(is_in_order(&url));
    let (status, said) = dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0));
    assert!(said.contains("the database server died"), "{said}");
}

#[test]
fn after_it_was_killed_itself_the_next_start_recovers() {
    let home = folder();
    let data = home.path().join("data");
    let (dev, _) = Dev::start(&data);
    assert_eq!(dev.end(Signal::SIGKILL).0, None, "killed");

    let (again, url) = Dev::start(&data);

    assert!(is_in_order(&url));
    assert_eq!(again.end(Signal::SIGTERM).0, Some(0));
}

#[test]
fn where_there_are_no_programs_it_says_what_to_install() {
    let home = folder();
    let data = home.path().join("data");
    let empty = home.path().to_str().unwrap();
    let output = run(&[
        "dev",
        "--data-dir",
        data.to_str().unwrap(),
        "--postgres-bin",
        empty,
    ]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("PostgreSQL") && said.contains(empty),
        "{said}"
    );
}
