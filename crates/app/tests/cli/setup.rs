//! The first start of an empty system.

use std::{fs, io::Write as _, process::Stdio};

use aiia_keys_test_support::secrets::Secrets;
use nix::sys::signal::Signal;

use crate::{
    program::{finished, program, stderr, stdout},
    service::Service,
};

const FIRST: [&str; 9] = [
    "setup",
    "--org",
    "example-audit",
    "--org-name",
    "Example Audit",
    "--email",
    "ada@example.com",
    "--name",
    "Ada",
];

/// The token of the link that the service printed.
fn link(service: &mut Service) -> String {
    let start = format!("set up at http://{}/setup/", service.address);
    service.dev.next(&start)
}

#[test]
fn each_start_prints_another_link_until_the_system_is_set_up() {
    let mut service = Service::start();
    let first = link(&mut service);
    assert_eq!(first.len(), 64);
    let home = service.stop();
    let mut service = Service::start_in(home, &[]);
    assert_ne!(link(&mut service), first);

    let link = service.done(&FIRST);
    let start = "http://127.0.0.1:8080/invitation#";
    let code = link.strip_prefix(start).unwrap();
    let (organization, token) = code.split_once('.').unwrap();
    assert_eq!((organization.len(), token.len()), (36, 64));
    let again = service.command(&FIRST);
    assert_eq!(again.status.code(), Some(4));
    assert!(
        stderr(&again).contains("set up already"),
        "{}",
        stderr(&again)
    );
    assert_eq!(stdout(&again), "");
    let home = service.stop();

    let service = Service::start_in(home, &[]);
    let (status, said) = service.dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0), "{said}");
    assert!(!said.contains("not set up"), "{said}");
}

#[test]
fn a_password_comes_from_a_file_or_standard_input_and_is_checked_first() {
    let service = Service::start();
    let file = service.home.path().join("password");
    fs::write(&file, "short\n").unwrap();
    let with_file = [&FIRST[..], &["--password-file", file.to_str().unwrap()]].concat();
    let refused = service.command(&with_file);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        stderr(&refused).contains("at least 12"),
        "{}",
        stderr(&refused)
    );

    let mut child = program()
        .args(FIRST)
        .args(["--password-file", "-", "--json"])
        .env("DATABASE_URL", &service.database_url)
        .env("AIIA_KEYS_PEPPERS_FILE", &service.peppers_file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let password = "correct horse battery staple";
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{password}").unwrap();
    drop(stdin);
    Secrets::issued().add("password", password);
    let output = finished(child.wait_with_output().unwrap());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let shown: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(shown["organization"]["slug"], "example-audit");
    assert_eq!(shown["invitation"], serde_json::Value::Null);
    assert!(!stdout(&output).contains(password));
    service.stop();
}
