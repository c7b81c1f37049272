//! Single scopes.

use aiia_keys_domain::Scope;

use super::{round_trip, with_text};
use crate::verdict::Verdict;

/// The round trip, and a scope covers itself and is covered by everything.
pub(super) fn run(input: &[u8]) -> Verdict {
    with_text(input, |text| {
        let Some(scope) = round_trip::check::<Scope>(text) else {
            return Verdict::Refused;
        };
        let everything = "*".parse::<Scope>().ok();
        assert!(scope.covers(&scope), "a scope covers itself");
        assert!(
            everything.is_some_and(|all| all.covers(&scope)),
            "`*` covers every scope"
        );
        Verdict::Accepted
    })
}
