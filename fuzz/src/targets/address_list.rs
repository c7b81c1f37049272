//! Lists of addresses and CIDR blocks.

use aiia_keys_domain::AddressList;

use super::{round_trip, with_text};
use crate::verdict::Verdict;

/// The round trip, and the list covers itself with blocks that do not overlap.
pub(super) fn run(input: &[u8]) -> Verdict {
    with_text(input, |text| {
        let Some(list) = round_trip::check::<AddressList>(text) else {
            return Verdict::Refused;
        };
        assert!(list.covers(&list), "a list covers itself");
        for block in &list {
            let covering = list.iter().filter(|other| other.covers(block)).count();
            assert_eq!(covering, 1, "no block lies in another");
        }
        Verdict::Accepted
    })
}
