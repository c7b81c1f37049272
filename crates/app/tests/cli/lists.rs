//! What people and programs read: tables, and JSON.

use serde_json::Value;

use crate::{
    desk::Desk,
    program::{run, stderr, stdout},
};

/// Words of a line, as columns divide them.
fn words(line: &str) -> Vec<&str> {
    line.split("  ")
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .collect()
}

#[tokio::test]
async fn keys_are_listed_in_columns_and_by_what_is_asked_for() {
    let desk = Desk::open().await;
    let (first, secret) = desk.key("ServiceNow Integration Key", "read:findings");
    let (second, _) = desk.key("Nightly export", "read:*");
    let keys = ["key", "--org", "example-audit"];
    desk.done(&[&keys[..], &["revoke", &second]].concat());
    let ids = |more: &[&str]| -> Vec<String> {
        let listed = desk.json(&[&keys[..], &["list"], more].concat());
        let keys = listed.as_array().unwrap().iter();
        keys.map(|key| key["id"].as_str().unwrap().to_owned())
            .collect()
    };

    assert_eq!(ids(&[]), [second.as_str(), first.as_str()], "newest first");
    assert_eq!(ids(&["--status", "active"]), [first.as_str()]);
    assert_eq!(
        ids(&["--status", "revoked", "--label", "EXPORT"]),
        [second.as_str()]
    );
    assert_eq!(ids(&["--allows", "read:universe"]), [second.as_str()]);
    assert_eq!(ids(&["--rotation-due"]), Vec::<String>::new());

    let listed = desk.done(&[&keys[..], &["list"]].concat());
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(
        words(lines[0]),
        ["ID", "KEY", "STATUS", "EXPIRES", "SCOPES", "LABEL"]
    );
    assert_eq!(
        words(lines[2])[..3],
        [
            first.as_str(),
            &format!("•••••{}", &secret[secret.len() - 4..]),
            "active"
        ]
    );
    assert_eq!(words(lines[2])[5], "ServiceNow Integration Key");
    let column = |line: &str| line.find("read:").unwrap_or_default();
    assert_eq!(column(lines[1]), column(lines[2]), "{listed}");

    let shown = desk.done(&[&keys[..], &["show", &first]].concat());
    assert_eq!(words(shown.lines().nth(1).unwrap()), words(lines[2]));
    assert_eq!(
        desk.json(&[&keys[..], &["show", &second]].concat())["status"],
        "revoked"
    );
    let missing =
        desk.command(&[&keys[..], &["show", "00000000-0000-7000-8000-000000000000"]].concat());
    assert_eq!(missing.status.code(), Some(1));
    assert!(
        stderr(&missing).contains("there is no such key"),
        "{}",
        stderr(&missing)
    );
    for text in [listed, shown] {
        assert!(!text.contains(&secret[14..58]), "the key is shown again");
    }
}

#[tokio::test]
async fn a_key_is_generated_with_a_rate_limit_of_its_own() {
    let desk = Desk::open().await;
    let generate = |limit| {
        let key = [
            "key",
            "--org",
            "example-audit",
            "generate",
            "--label",
            "Export",
        ];
        let powers = ["--scope", "read:findings", "--rate-limit", limit];
        [&key[..], &powers[..]].concat()
    };
    assert_eq!(desk.json(&generate("600/60s"))["rate_limit"], "600/1m");
    let refused = desk.command(&generate("600"));
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        stderr(&refused).contains("such as 600/1m"),
        "{}",
        stderr(&refused)
    );
    let (_, plain) = desk.key("Plain", "read:findings");
    assert!(plain.starts_with("aiia_key_live_"));
}

#[tokio::test]
async fn a_rotated_key_is_a_field_of_the_json_and_shown_once() {
    let desk = Desk::open().await;
    let (id, first) = desk.key("Export", "read:findings");
    let rotated = desk.json(&["key", "--org", "example-audit", "rotate", &id]);
    let successor = rotated["key"].as_str().unwrap();
    assert!(successor.starts_with("aiia_key_live_") && successor != first);
    let shown = desk.json(&["key", "--org", "example-audit", "show", &id]);
    assert_eq!(shown["successor"], rotated["id"]);
    assert_eq!(shown["key"], Value::Null);
}

#[tokio::test]
async fn the_trail_is_listed_newest_first() {
    let desk = Desk::open().await;
    let (id, _) = desk.key("Export", "read:findings");
    desk.done(&["key", "--org", "example-audit", "revoke", &id]);
    let trail = ["trail", "--org", "example-audit", "list"];
    let numbers = |more: &[&str]| -> Vec<u64> {
        let listed = desk.json(&[&trail[..], more].concat());
        let entries = listed.as_array().unwrap().iter();
        entries
            .map(|entry| entry["sequence"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(numbers(&[]), [3, 2, 1]);
    assert_eq!(numbers(&["--limit", "2"]), [3, 2]);
    assert_eq!(numbers(&["--key", &id]), [3, 2]);
    assert_eq!(numbers(&["--action", "key.revoked"]), [3]);
    let listed = desk.done(&trail);
    assert_eq!(
        words(listed.lines().next().unwrap()),
        ["NUMBER", "AT", "BY", "ACTION", "OF"]
    );
    assert!(
        listed.lines().nth(1).unwrap().contains("key.revoked"),
        "{listed}"
    );
    let verified = desk.json(&["trail", "--org", "example-audit", "verify"]);
    assert_eq!(verified["sequence"], 3);
}

#[tokio::test]
async fn an_organization_is_shown_with_its_state() {
    let desk = Desk::open().await;
    desk.done(&["org", "suspend", "example-audit"]);
    assert_eq!(
        desk.json(&["org", "show", "example-audit"])["state"],
        "suspended"
    );
    desk.done(&["org", "resume", "example-audit"]);
    let shown = desk.done(&["org", "show", "example-audit"]);
    let mut lines = shown.lines().map(words);
    assert_eq!(
        lines.next().unwrap(),
        ["SLUG", "STATE", "RATE LIMIT", "NAME", "ID"]
    );
    assert_eq!(
        lines.next().unwrap()[..4],
        ["example-audit", "active", "none", "Example Audit"]
    );
}

#[test]
fn completions_name_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let output = run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        let script = stdout(&output);
        assert!(
            script.contains("doctor") && script.contains("peppers-file"),
            "{shell}"
        );
    }
}
