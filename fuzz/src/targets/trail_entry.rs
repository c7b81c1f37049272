//! Audit trail entries as bytes.

use aiia_keys_domain::TrailEntry;

use crate::verdict::Verdict;

/// Each entry has one encoding: what is accepted is what `encode` writes.
pub(super) fn run(input: &[u8]) -> Verdict {
    match TrailEntry::decode(input) {
        Ok(entry) => {
            assert_eq!(
                entry.encode(),
                input,
                "an accepted entry encodes to the same bytes"
            );
            Verdict::Accepted
        }
        Err(error) => {
            assert!(!error.to_string().is_empty(), "an error says what is wrong");
            Verdict::Refused
        }
    }
}
