use proptest::prelude::*;

use super::{cases, set};
use crate::scope::{
    DelegationError, EmptyScopes, NonEmptyScopes, ScopeSet,
    strategies::{grant, scope_set},
};

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn nobody_hands_out_more_than_they_hold(held in scope_set(), wanted in scope_set()) {
        match held.delegate(wanted.clone()) {
            Ok(granted) => {
                prop_assert!(held.covers(granted.as_set()));
                prop_assert_eq!(granted.as_set(), &wanted);
            }
            Err(DelegationError::Empty) => prop_assert!(wanted.is_empty()),
            Err(DelegationError::Exceeds(beyond)) => {
                prop_assert!(!beyond.is_empty());
                prop_assert!(beyond.iter().all(|scope| wanted.contains(scope) && !held.allows(scope)));
            }
        }
    }

    #[test]
    fn what_is_held_can_be_handed_out(held in grant(), other in scope_set()) {
        prop_assert_eq!(held.as_set().delegate(held.as_set().clone()), Ok(held.clone()));
        let common = held.as_set().intersection(&other);
        prop_assert_eq!(held.narrow_to(common.clone()).is_ok(), !common.is_empty());
    }

    #[test]
    fn a_chain_of_narrowings_never_widens(first in grant(), steps in prop::collection::vec(scope_set(), 1..5)) {
        let mut current = first.clone();
        for step in steps {
            if let Ok(narrower) = current.narrow_to(step) {
                prop_assert!(current.as_set().covers(narrower.as_set()));
                current = narrower;
            }
        }
        prop_assert!(first.as_set().covers(current.as_set()));
    }
}

#[test]
fn an_empty_set_is_no_grant() {
    assert_eq!(NonEmptyScopes::new(ScopeSet::empty()), Err(EmptyScopes));
    assert_eq!(
        ScopeSet::top().delegate(ScopeSet::empty()),
        Err(DelegationError::Empty)
    );
    assert_eq!(DelegationError::Empty.to_string(), EmptyScopes.to_string());
    assert!(EmptyScopes.to_string().contains("read:findings"));
}

#[test]
fn the_refusal_names_what_goes_beyond() {
    let refused = set("read:* admin:keys").delegate(set("read:keys write:findings admin:sync"));
    assert_eq!(
        refused.unwrap_err().to_string(),
        "beyond what may be handed out: write:findings admin:sync; only scopes that are held can be",
    );
}

#[test]
fn a_grant_shows_its_scopes() {
    let grant = NonEmptyScopes::new(set("read:* admin:keys")).unwrap();
    assert_eq!(
        format!("{grant} {grant:?}"),
        "read:* admin:keys NonEmptyScopes(read:* admin:keys)"
    );
    assert_eq!(ScopeSet::from(grant.clone()), *grant.as_ref());
}
