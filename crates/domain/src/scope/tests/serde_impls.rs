use proptest::prelude::*;

use super::{cases, scope, set};
use crate::scope::{NonEmptyScopes, Scope, ScopeSet, strategies::scope_set};

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn sets_come_back_from_json(set in scope_set()) {
        let json = serde_json::to_string(&set).unwrap();
        prop_assert_eq!(serde_json::from_str::<ScopeSet>(&json).unwrap(), set.clone());
        let grant = serde_json::from_str::<NonEmptyScopes>(&json);
        prop_assert_eq!(grant.ok(), NonEmptyScopes::new(set).ok());
    }
}

#[test]
fn a_scope_is_a_string_and_a_set_an_array_in_normal_form() {
    assert_eq!(
        serde_json::to_string(&scope("*:keys")).unwrap(),
        r#""admin:keys""#
    );
    let grant: NonEmptyScopes =
        serde_json::from_str(r#"["write:keys","*:keys","read:*"]"#).unwrap();
    assert_eq!(grant.as_set(), &set("read:* admin:keys"));
    assert_eq!(
        serde_json::to_string(&grant).unwrap(),
        r#"["read:*","admin:keys"]"#
    );
}

#[test]
fn json_that_is_no_set_is_refused_with_the_reason() {
    let many = format!("[{}\"*\"]", "\"*\",".repeat(64));
    for (json, reason) in [
        (r#"["read:keys","keys"]"#, r#""keys" is not a scope"#),
        (r#""read:keys""#, "an array of scopes"),
        ("[1]", "a scope, such as"),
        ("[]", "at least one is needed"),
        ("null", "an array of scopes"),
        (&many, "more than 64 scopes"),
    ] {
        let error = serde_json::from_str::<NonEmptyScopes>(json)
            .unwrap_err()
            .to_string();
        assert!(error.contains(reason), "{json}: {error}");
    }
    assert!(serde_json::from_str::<Scope>(r#""Read:keys""#).is_err());
    let escaped: Scope = serde_json::from_str(r#""read\u003akeys""#).unwrap();
    assert_eq!(escaped, scope("read:keys"));
}
