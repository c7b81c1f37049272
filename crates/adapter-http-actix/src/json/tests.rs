use super::*;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    #[serde(default, deserialize_with = "present")]
    name: Option<String>,
    #[serde(default)]
    list: Option<Vec<Inner>>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inner {
    number: u8,
}

fn refused(body: &[u8]) -> (Option<String>, String) {
    let problem = parse::<Sample>(body).unwrap_err();
    (problem.named().map(str::to_owned), problem.to_string())
}

#[test]
fn a_body_is_read() {
    let sample = parse::<Sample>(br#" {"name": "a", "list": [{"number": 1}]} "#).unwrap();
    assert_eq!(sample.name.as_deref(), Some("a"));
    assert_eq!(sample.list, Some(vec![Inner { number: 1 }]));
}

#[test]
fn a_refusal_names_the_field() {
    for (body, field) in [
        (r#"{"nam": "a"}"#, Some("nam")),
        (r#"{"name": "a", "name": "b"}"#, Some("name")),
        (r#"{"name": 7}"#, Some("name")),
        (r#"{"name": null}"#, Some("name")),
        (
            r#"{"list": [{"number": 1}, {"number": 256}]}"#,
            Some("list[1].number"),
        ),
        (r#"{"list": [{"numbers": 1}]}"#, Some("list[0].numbers")),
        (r#"{"list": {}}"#, Some("list")),
        ("[]", None),
        (r#"["a", []]"#, None),
        ("7", None),
        ("nonsense", None),
    ] {
        assert_eq!(refused(body.as_bytes()).0.as_deref(), field, "{body}");
    }
}

#[test]
fn what_is_not_json_is_refused() {
    for body in [
        &b"{"[..],
        b"{} {}",
        b"{}x",
        b"\xff",
        b"\xef\xbb\xbf{}",
        br#"{"name": "\ud800"}"#,
        br#"{"name": "a\u0000"#,
        b"{'name': 'a'}",
        b"{\"name\": \"a\",}",
        b"NaN",
    ] {
        assert!(parse::<Sample>(body).is_err(), "{body:?}");
    }
}

#[test]
fn a_value_that_may_be_a_secret_is_not_repeated() {
    let secret = "aiia_key_live_0123456789";
    for body in [
        format!(r#"{{"list": "{secret}"}}"#),
        format!(r#"{{"list": [{{"number": "{secret}"}}]}}"#),
        format!("\"{secret}\""),
    ] {
        let (_, message) = refused(body.as_bytes());
        assert!(!message.contains("0123456789"), "{message}");
    }
}

#[test]
fn nesting_is_bounded_outside_strings() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(depth::is_bounded(nested(depth::MAX).as_bytes()));
    assert!(!depth::is_bounded(nested(depth::MAX + 1).as_bytes()));
    assert!(depth::is_bounded("[]".repeat(100).as_bytes()));
    let text = format!("\"\\\"{}\"", "[".repeat(100));
    assert!(depth::is_bounded(text.as_bytes()));
    let (_, message) = refused(nested(100).as_bytes());
    assert!(message.contains("at most 32 levels"), "{message}");
}
