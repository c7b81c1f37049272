//! Lists of scopes.

use aiia_keys_domain::ScopeSet;

use super::{round_trip, with_text};
use crate::verdict::Verdict;

/// The round trip, and the set is in normal form.
pub(super) fn run(input: &[u8]) -> Verdict {
    with_text(input, |text| {
        let Some(set) = round_trip::check::<ScopeSet>(text) else {
            return Verdict::Refused;
        };
        for scope in &set {
            let covering = set.iter().filter(|other| other.covers(scope)).count();
            assert_eq!(covering, 1, "no member covers another");
        }
        assert_eq!(set.union(&set), set, "a union with itself changes nothing");
        assert_eq!(
            set.intersection(&ScopeSet::top()),
            set,
            "everything takes nothing away"
        );
        Verdict::Accepted
    })
}
