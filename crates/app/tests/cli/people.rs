//! `aiia-keys member`, and a demonstration.

use serde_json::json;

use crate::{
    desk::Desk,
    program::{stderr, stdout},
};

const MEMBER: [&str; 3] = ["member", "--org", "example-audit"];

fn member<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&MEMBER[..], more].concat()
}

#[tokio::test]
async fn a_member_is_added_changed_and_removed() {
    let desk = Desk::open().await;
    let add = member(&[
        "add",
        "grace@example.com",
        "Grace",
        "--role",
        "auditor",
        "--public-url",
        "https://keys.example.com",
    ]);
    let output = desk.command(&add);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let link = stdout(&output);
    let (start, token) = link.trim_end().rsplit_once('.').unwrap();
    assert!(
        start.starts_with("https://keys.example.com/invitation#"),
        "the link alone is on standard output"
    );
    assert!(token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let said = stderr(&output);
    assert!(
        said.contains("grace@example.com") && !said.contains(token),
        "{said}"
    );

    let listed = desk.json(&member(&["list"]));
    assert_eq!(
        (&listed[0]["name"], &listed[0]["role"]),
        (&json!("Grace"), &json!("auditor"))
    );
    let id = listed[0]["id"].as_str().unwrap();
    assert_eq!(
        desk.json(&member(&["role", id, "administrator"]))["role"],
        "administrator"
    );
    let again = desk.json(&member(&["invite", id]));
    assert_ne!(again["token"], json!(token));
    assert_eq!(desk.json(&member(&["sign-out", id])), json!({ "ended": 0 }));
    let owner = member(&["add", "ada@example.com", "Ada", "--role", "owner"]);
    let owner = desk.json(&owner)["id"].as_str().unwrap().to_owned();
    let refused = desk.command(&member(&["remove", &owner]));
    assert_eq!(refused.status.code(), Some(1), "the last owner stays");
    desk.done(&member(&["remove", id]));
    let left = desk.done(&member(&["list"]));
    assert!(
        left.contains("ada@example.com") && !left.contains("grace@"),
        "{left}"
    );
}

#[tokio::test]
async fn a_demonstration_is_loaded_once_and_never_in_production() {
    let desk = Desk::open().await;
    let demo = ["org", "demo", "example-audit"];
    let production = desk.command(&[
        "org",
        "--production",
        "--accept-leaky-postgres",
        "demo",
        "example-audit",
    ]);
    assert_eq!(production.status.code(), Some(1));
    assert!(
        stderr(&production).contains("no place in production"),
        "{}",
        stderr(&production)
    );
    let loaded = desk.json(&demo);
    assert!(loaded["findings"].as_u64() > Some(0), "{loaded}");
    assert_eq!(desk.json(&demo), json!({ "entities": 0, "findings": 0 }));
}
