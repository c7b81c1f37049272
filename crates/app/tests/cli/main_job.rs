//! The main job, from an empty machine: found, generate, call, rotate, revoke, refused, trail verified.

use nix::sys::signal::Signal;

use crate::{
    program::{stderr, stdout},
    service::Service,
};

/// `aiia-keys key` for the organization of these tests.
fn key<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["key", "--org", "example-audit"], more].concat()
}

#[test]
fn a_key_lives_its_life() {
    let service = Service::start();
    service.done(&["org", "found", "example-audit", "Example Audit"]);

    let secret = service.done(&key(&[
        "generate",
        "--label",
        "Export",
        "--scope",
        "read:findings",
    ]));
    assert!(secret.starts_with("aiia_key_live_"), "{}", secret.len());
    let (status, answer) = service.call(&secret);
    assert_eq!(status, 200, "{answer}");
    assert!(
        answer.contains("read:findings") && !answer.contains(&secret),
        "the answer shows it"
    );

    let listed = service.done(&key(&["list", "--json"]));
    assert!(!listed.contains(&secret), "the list shows it");
    let keys: serde_json::Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(keys[0]["status"], "active");
    let id = keys[0]["id"].as_str().unwrap();

    let successor = service.done(&key(&["rotate", id, "--overlap", "1"]));
    assert_eq!(
        (service.call(&secret).0, service.call(&successor).0),
        (200, 200),
        "both work"
    );

    service.done(&key(&["revoke", id, "--reason", "rotated"]));
    let (status, answer) = service.call(&secret);
    assert_eq!(status, 401);
    assert!(answer.contains("key_revoked"), "{answer}");
    assert_eq!(service.call(&successor).0, 200);

    service.done(&["org", "suspend", "example-audit"]);
    assert_eq!(service.call(&successor).0, 403);
    service.done(&["org", "resume", "example-audit"]);
    assert_eq!(service.call(&successor).0, 200);

    let trail = ["trail", "--org", "example-audit"];
    let verified = service.done(&[&trail[..], &["verify"]].concat());
    assert!(
        verified.starts_with("the trail is whole: 7 entries"),
        "{verified}"
    );
    let exported = service.done(&[&trail[..], &["export"]].concat());
    assert_eq!(exported.lines().count(), 7);
    assert!(!exported.contains(&secret[14..58]), "the trail shows it");

    let (status, said) = service.dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0), "{said}");
    assert!(!said.contains(&secret[14..58]), "standard error shows it");
}

#[test]
fn mistakes_are_told_with_their_cure() {
    let service = Service::start();
    let nobody = service.command(&["key", "--org", "nobody", "list"]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(
        stderr(&nobody).contains("found it with `aiia-keys org found`"),
        "{}",
        stderr(&nobody)
    );

    service.done(&["org", "found", "example-audit", "Example Audit"]);
    let again = service.command(&["org", "found", "example-audit", "Example Audit"]);
    assert!(stderr(&again).contains("is taken"), "{}", stderr(&again));

    let unknown = [
        "key",
        "--org",
        "example-audit",
        "generate",
        "--label",
        "x",
        "--scope",
        "read:x",
    ];
    let refused = service.command(&unknown);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("read:x"), "{}", stderr(&refused));
    assert_eq!(stdout(&refused), "");

    assert_eq!(service.dev.end(Signal::SIGTERM).0, Some(0));
}
