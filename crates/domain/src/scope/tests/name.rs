use std::{
    collections::HashSet,
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
};

use proptest::prelude::*;

use super::cases;
use crate::scope::{NameProblem, ResourceName, strategies::resource_name};

const LONG: &str = "a-name-that-is-too-long-to-be-inline";

/// Texts that are often equal or begin alike, short and around the length that fits inline.
fn similar() -> impl Strategy<Value = String> {
    prop_oneof!["[ab][-a]{0,2}", "a{20}[-a]{1,4}"]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_name_parses_from_what_it_prints(name in resource_name()) {
        prop_assert_eq!(name.to_string().parse::<ResourceName>(), Ok(name.clone()));
        prop_assert_eq!(name.to_string(), name.as_str());
    }

    #[test]
    fn names_compare_as_their_text(a in similar(), b in similar()) {
        let [one, two] = [&a, &b].map(|text| text.parse::<ResourceName>().unwrap());
        prop_assert_eq!(one == two, a == b);
        prop_assert_eq!(one.cmp(&two), a.cmp(&b));
    }

    #[test]
    fn a_text_is_a_name_exactly_when_it_matches_the_rule(text in "[a-c0_*:é -]{0,5}") {
        let first = text.chars().next().is_some_and(|c| c.is_ascii_lowercase());
        let rest = text.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_' | '-'));
        prop_assert_eq!(text.parse::<ResourceName>().is_ok(), first && rest);
    }
}

#[test]
fn a_name_is_the_same_however_it_was_made() {
    for text in [
        "f",
        "findings",
        "exactly-22-characters-",
        "exactly-23-characters--",
        LONG,
    ] {
        let known = ResourceName::from_static(text).unwrap();
        let parsed: ResourceName = text.parse().unwrap();
        assert_eq!((known.as_str(), &known), (text, &parsed));
        let hashes = BuildHasherDefault::<DefaultHasher>::new();
        assert_eq!(hashes.hash_one(&known), hashes.hash_one(&parsed));
        assert_ne!(
            hashes.hash_one(&known),
            hashes.hash_one(ResourceName::from_static("other").unwrap())
        );
        assert_eq!(HashSet::from([known, parsed.clone(), parsed]).len(), 1);
    }
}

#[test]
fn a_name_that_begins_with_another_is_a_different_one() {
    let names = [
        "exactly-22-characters-",
        "exactly-22-characters-a",
        LONG,
        "a-name",
    ];
    let names = names.map(|name| name.parse::<ResourceName>().unwrap());
    assert_eq!(HashSet::from(names.clone()).len(), 4);
    assert!(names[0] < names[1] && names[3] < names[2]);
}

#[test]
fn what_breaks_the_rule_is_named() {
    let longest = "a".repeat(63);
    assert_eq!(longest.parse::<ResourceName>().unwrap().as_str(), longest);
    for (text, problem) in [
        ("", NameProblem::Empty),
        (&*"a".repeat(64), NameProblem::TooLong { length: 64 }),
        (&*"é".repeat(32), NameProblem::TooLong { length: 32 }),
        ("Findings", NameProblem::Start('F')),
        ("_a", NameProblem::Start('_')),
        ("9a", NameProblem::Start('9')),
        ("é", NameProblem::Start('é')),
        ("fiNdings", NameProblem::Character('N')),
        ("a é", NameProblem::Character(' ')),
        ("aé", NameProblem::Character('é')),
        ("a:b", NameProblem::Character(':')),
        ("a\0", NameProblem::Character('\0')),
    ] {
        assert_eq!(
            text.parse::<ResourceName>().unwrap_err().problem(),
            problem,
            "{text:?}"
        );
    }
    assert!(ResourceName::from_static("Findings").is_none());
}

#[test]
fn messages_say_what_is_expected() {
    for (text, message) in [
        (
            "",
            r#""" is not a resource: the resource is missing, as in findings"#,
        ),
        (
            "a\nb",
            "\"a\\nb\" is not a resource: the resource contains '\\n'; only a to z, 0 to 9, _ and - \
             are allowed, as in findings",
        ),
        (
            "1",
            "\"1\" is not a resource: the resource begins with '1'; a lower-case letter from a to z \
             is expected, as in findings",
        ),
    ] {
        assert_eq!(
            text.parse::<ResourceName>().unwrap_err().to_string(),
            message
        );
    }
    let long = "x"
        .repeat(10_000)
        .parse::<ResourceName>()
        .unwrap_err()
        .to_string();
    assert!(
        long.len() < 200 && long.contains("10000 characters long; at most 63"),
        "{long}"
    );
    let name: ResourceName = "findings".parse().unwrap();
    assert_eq!(
        format!("{name:?} {name:>10}"),
        "ResourceName(\"findings\")   findings"
    );
}
