//! The algebra against a model that only enumerates permissions.
//!
//! The model reads the texts by itself and knows a small world: the names that generated texts use,
//! and one that no text uses, which stands for all resources that are still to come.

use std::collections::HashSet;

use proptest::prelude::*;

use super::{cases, scope, set};

const WORLD: [&str; 4] = ["findings", "evidence", "keys", "some-resource-to-come"];
const USED: [&str; 4] = ["findings", "evidence", "keys", "*"];

type Atoms = HashSet<(&'static str, &'static str)>;

fn text() -> impl Strategy<Value = String> {
    let action = prop::sample::select(&["read", "write", "admin", "*"]);
    prop_oneof![
        12 => (action, prop::sample::select(&USED)).prop_map(|(a, r)| format!("{a}:{r}")),
        1 => Just("*".to_owned()),
    ]
}

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(text(), 0..=6).prop_map(|texts| texts.join(" "))
}

/// Everything that the scopes in `texts` permit in the world.
fn atoms(texts: &str) -> Atoms {
    let mut atoms = Atoms::new();
    for text in texts.split(' ').filter(|text| !text.is_empty()) {
        let (action, resource) = text.split_once(':').unwrap_or(("*", "*"));
        let actions: &[&str] = match action {
            "read" => &["read"],
            "write" => &["write"],
            _ => &["read", "write", "admin"],
        };
        for name in WORLD
            .into_iter()
            .filter(|name| resource == "*" || resource == *name)
        {
            atoms.extend(actions.iter().map(|action| (*action, name)));
        }
    }
    atoms
}

fn printed(set: &crate::ScopeSet) -> Atoms {
    atoms(&set.to_string())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn one_scope_covers_another_exactly_when_it_permits_all_of_it(a in text(), b in text()) {
        prop_assert_eq!(scope(&a).covers(&scope(&b)), atoms(&a).is_superset(&atoms(&b)));
        let meet = scope(&a).meet(&scope(&b)).map(|meet| atoms(&meet.to_string()));
        prop_assert_eq!(meet.unwrap_or_default(), &atoms(&a) & &atoms(&b));
    }

    #[test]
    fn a_set_permits_what_its_texts_permit(a in texts()) {
        prop_assert_eq!(printed(&set(&a)), atoms(&a));
    }

    #[test]
    fn union_and_intersection_permit_what_one_and_what_both_do(a in texts(), b in texts()) {
        prop_assert_eq!(printed(&set(&a).union(&set(&b))), &atoms(&a) | &atoms(&b));
        prop_assert_eq!(printed(&set(&a).intersection(&set(&b))), &atoms(&a) & &atoms(&b));
    }

    #[test]
    fn sets_cover_each_other_as_their_permissions_do(a in texts(), b in texts()) {
        prop_assert_eq!(set(&a).covers(&set(&b)), atoms(&a).is_superset(&atoms(&b)));
        prop_assert_eq!(set(&a) == set(&b), atoms(&a) == atoms(&b));
        prop_assert_eq!(set(&a).to_string() == set(&b).to_string(), atoms(&a) == atoms(&b));
    }

    #[test]
    fn a_set_allows_a_scope_exactly_when_it_permits_all_of_it(a in texts(), wanted in text()) {
        prop_assert_eq!(set(&a).allows(&scope(&wanted)), atoms(&a).is_superset(&atoms(&wanted)));
    }

    #[test]
    fn what_is_delegated_is_permitted_to_the_holder(held in texts(), wanted in texts()) {
        let granted = set(&held).delegate(set(&wanted)).map(|grant| printed(grant.as_set()));
        let may = !wanted.is_empty() && atoms(&held).is_superset(&atoms(&wanted));
        prop_assert_eq!(granted.ok(), may.then(|| atoms(&wanted)));
    }
}
