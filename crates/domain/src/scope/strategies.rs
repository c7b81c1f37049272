//! Generated scopes for property tests, here and in the modules that use scopes.

use proptest::prelude::*;

use super::{Action, NonEmptyScopes, Resource, ResourceName, Scope, ScopeSet};

/// Few names, so that generated scopes meet; one does not fit inline, one is its neighbour.
pub(crate) const NAMES: [&str; 5] = [
    "findings",
    "evidence",
    "universe",
    "a-name-that-is-too-long-to-be-inline",
    "a-name",
];

pub(crate) fn action() -> impl Strategy<Value = Action> {
    prop::sample::select(&Action::ALL)
}

/// One of [`NAMES`], or `*`.
pub(crate) fn resource() -> impl Strategy<Value = Resource> {
    prop_oneof![
        1 => Just(Resource::Any),
        4 => prop::sample::select(&NAMES)
            .prop_map(|name| Resource::Named(name.parse().unwrap())),
    ]
}

pub(crate) fn scope() -> impl Strategy<Value = Scope> {
    (action(), resource()).prop_map(|(action, resource)| Scope::new(action, resource))
}

/// Up to eight scopes, often fewer in normal form, sometimes none.
pub(crate) fn scope_set() -> impl Strategy<Value = ScopeSet> {
    prop::collection::vec(scope(), 0..=8).prop_map(ScopeSet::from_iter)
}

pub(crate) fn grant() -> impl Strategy<Value = NonEmptyScopes> {
    prop::collection::vec(scope(), 1..=8)
        .prop_map(|scopes| NonEmptyScopes::new(scopes.into_iter().collect()).unwrap())
}

/// Any valid name, of any length.
pub(crate) fn resource_name() -> impl Strategy<Value = ResourceName> {
    "[a-z][a-z0-9_-]{0,62}".prop_map(|name| name.parse().unwrap())
}
