use proptest::prelude::*;

use super::{cases, scope, set};
use crate::scope::{
    Action, InvalidScopeSet, NameProblem, Resource, Scope, ScopeProblem, ScopeSet,
    strategies::{action, resource_name, scope_set},
};

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_scope_parses_from_what_it_prints(action in action(), name in resource_name()) {
        let scope = Scope::new(action, name.into());
        prop_assert_eq!(scope.to_string().parse(), Ok(scope));
    }

    #[test]
    fn a_set_parses_from_what_it_prints(set in scope_set()) {
        prop_assert_eq!(set.to_string().parse(), Ok(set.clone()));
        prop_assert_eq!(ScopeSet::parse_all(set.iter().map(Scope::to_string)), Ok(set));
    }

    #[test]
    fn any_text_is_parsed_or_refused_in_a_short_printable_line(text in "\\PC{0,20}|[a-z*:\\x00-\\x20]{0,100}") {
        match text.parse::<Scope>() {
            Ok(scope) => prop_assert_eq!(scope.to_string().parse(), Ok(scope)),
            Err(error) => {
                let message = error.to_string();
                prop_assert!(!message.contains(char::is_control), "{}", message);
                prop_assert!(message.chars().count() < 1_000, "{}", message);
            }
        }
    }
}

#[test]
fn every_spelling_prints_in_the_canonical_form() {
    for (spelling, canonical) in [
        ("read:findings", "read:findings"),
        ("read:*", "read:*"),
        ("write:*", "write:*"),
        ("*:findings", "admin:findings"),
        ("admin:findings", "admin:findings"),
        ("*", "admin:*"),
        ("*:*", "admin:*"),
        ("admin:*", "admin:*"),
    ] {
        assert_eq!(scope(spelling).to_string(), canonical);
        assert_eq!(
            format!("{:?}", scope(spelling)),
            format!("Scope({canonical})")
        );
    }
    assert_eq!(scope("*"), Scope::new(Action::Admin, Resource::Any));
    assert_eq!(scope("write:sync").action(), Action::Write);
    assert_eq!(scope("write:sync").resource().to_string(), "sync");
}

#[test]
fn what_is_no_scope_is_refused_with_the_reason() {
    for (text, problem) in [
        ("", ScopeProblem::NoColon),
        ("read", ScopeProblem::NoColon),
        ("**", ScopeProblem::NoColon),
        ("reed:findings", ScopeProblem::Action),
        ("Read:findings", ScopeProblem::Action),
        (" read:findings", ScopeProblem::Action),
        (":findings", ScopeProblem::Action),
        ("read:", ScopeProblem::Resource(NameProblem::Empty)),
        ("read:**", ScopeProblem::Resource(NameProblem::Start('*'))),
        (
            "read:findings ",
            ScopeProblem::Resource(NameProblem::Character(' ')),
        ),
        (
            "read:findings:1",
            ScopeProblem::Resource(NameProblem::Character(':')),
        ),
        (
            "*:Findings",
            ScopeProblem::Resource(NameProblem::Start('F')),
        ),
    ] {
        assert_eq!(
            text.parse::<Scope>().unwrap_err().problem(),
            problem,
            "{text:?}"
        );
    }
}

#[test]
fn the_message_repeats_the_text_and_gives_an_example() {
    for (text, message) in [
        (
            "findings",
            "\"findings\" is not a scope: an action and a resource divided by a colon are expected, \
             as in read:findings",
        ),
        (
            "read:",
            "\"read:\" is not a scope: the resource is missing, as in read:findings",
        ),
    ] {
        assert_eq!(text.parse::<Scope>().unwrap_err().to_string(), message);
    }
}

#[test]
fn blanks_of_any_width_divide_a_set() {
    assert_eq!(
        set("  read:keys \n write:keys\t"),
        set("write:keys read:keys")
    );
    assert_eq!(set(" "), ScopeSet::empty());
    assert_eq!(set("").to_string(), "");
    assert_eq!(format!("{:?}", set("read:keys")), "ScopeSet(read:keys)");
}

#[test]
fn the_scope_that_is_refused_is_named_by_its_place() {
    let refused = "read:keys keys".parse::<ScopeSet>().unwrap_err();
    assert!(matches!(refused, InvalidScopeSet::Scope { index: 1, .. }));
    assert!(
        refused
            .to_string()
            .starts_with("scope 2: \"keys\" is not a scope"),
        "{refused}"
    );
}

#[test]
fn more_scopes_than_a_set_may_be_written_with_are_refused() {
    let texts = (0..=ScopeSet::MAX_PARSED).map(|number| format!("read:r{number}"));
    let texts: Vec<String> = texts.collect();
    assert_eq!(ScopeSet::parse_all(&texts[..64]).unwrap().len(), 64);
    assert_eq!(ScopeSet::parse_all(&texts), Err(InvalidScopeSet::TooMany));
    assert_eq!(
        "* ".repeat(65).parse::<ScopeSet>(),
        Err(InvalidScopeSet::TooMany)
    );
    assert!(
        InvalidScopeSet::TooMany
            .to_string()
            .contains("more than 64 scopes")
    );
}
