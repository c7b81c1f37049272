use super::*;

#[test]
fn json_is_read_with_and_without_parents() {
    let tree = read_json_tree(
        br#" {"entities": [
            {"code": "B", "kind": "process", "name": "Tw\u006f", "parent": "A"},
            {"parent": null, "name": "One", "kind": "system", "code": "A"},
            {"code": "C", "kind": "process", "name": "Three"}
        ]} "#,
    );
    let expected = [
        ("A", "One", None, 0),
        ("C", "Three", None, 0),
        ("B", "Two", Some("A"), 1),
    ];
    assert_shape(&tree.unwrap(), &expected);
}

#[test]
fn what_is_no_such_json_is_told_by_place_and_never_quoted() {
    for (text, place) in [
        ("", "line 1, column"),
        ("{", "line 1, column"),
        ("[]", "line 1, column"),
        ("{}", "entities"),
        (r#"{"entities": {}}"#, "entities"),
        (r#"{"entities": "secret"}"#, "entities"),
        (r#"{"entities": [[]]}"#, "entities[0]"),
        (
            r#"{"entities": [{"code": "A", "kind": "process", "name": "P"}, "secret"]}"#,
            "entities[1]",
        ),
        (r#"{"entities": [{"code": 7}]}"#, "entities[0].code"),
        (r#"{"entities": [{"code": null}]}"#, "entities[0].code"),
        (
            r#"{"entities": [{"code": "A", "code": "B"}]}"#,
            "entities[0].code",
        ),
        (r#"{"entities": [{"secret": "A"}]}"#, "entities[0]"),
        (r#"{"entities": [], "secret": 1}"#, "line 1, column"),
        (r#"{"entities": [], "entities": []}"#, "line 1, column"),
        (r#"{"entities": []} x"#, "line 1, column"),
        (r#"{"entities": [],}"#, "line 1, column"),
        (r#"{"entities": [{},]}"#, "line 1, column"),
        (
            r#"{"entities": [{"code": "A" "kind": "B"}]}"#,
            "line 1, column",
        ),
        (r#"{"entities": [{"code": "A"]]}"#, "line 1, column"),
        (r#"{"entities": [{"code": "A"}"#, "line 1, column"),
        (r#"{"entities" []}"#, "line 1, column"),
    ] {
        match read_json_tree(text.as_bytes()) {
            Err(error @ ReadTreeError::Json { .. }) => {
                let shown = error.to_string();
                assert!(shown.starts_with(place), "{text}: {shown}");
                assert!(!shown.contains("secret"), "{shown}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    let long = format!("{{\"entities\": [{{\"code\":{}", " ".repeat(20_000));
    let refused = read_json_tree(long.as_bytes()).unwrap_err().to_string();
    assert!(
        refused.starts_with("entities[0]: the entity has more than"),
        "{refused}"
    );
    let broken = "{\"entities\": [\n  {\"code\": \"A\",\n \"kind\": ?}]}";
    let refused = read_json_tree(broken.as_bytes()).unwrap_err().to_string();
    assert_eq!(refused, "line 3, column 10: this is not JSON");
    let found = errors(read_json_tree(
        br#"{"entities": [{"code": "", "kind": "process", "parent": ""}]}"#,
    ));
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(
        found.iter().all(|error| error.starts_with("entities[0]: ")),
        "{found:?}"
    );
}
