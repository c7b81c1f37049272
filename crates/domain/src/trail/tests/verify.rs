//! A chain verifies, and every single change to it is found at its place.

use proptest::{prelude::*, sample::Index};

use super::tamper::{FIELDS, changed, draft_of, forged, replaced};
use crate::trail::{
    Broken,
    BrokenKind::{
        self, Changed, Missing, OutOfOrder, Repeated, Rewritten, Unlinked, WrongOrganization,
    },
    TrailEntry, TrailHead,
    strategies::{chain, chained, draft, organization},
    verify_trail, verify_trail_to,
};

fn genesis(entries: &[TrailEntry]) -> TrailHead {
    TrailHead::genesis(entries[0].organization())
}

fn verified(entries: &[TrailEntry], original: &[TrailEntry]) -> Result<TrailHead, Broken> {
    verify_trail(genesis(original), entries)
}

/// What is found at the place of the entry with this index.
fn broken_at(index: usize, kind: BrokenKind) -> Result<TrailHead, Broken> {
    Err(Broken {
        sequence: u64::try_from(index).unwrap() + 1,
        kind,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn a_chain_verifies_from_its_start_and_from_every_head(entries in chain(), cut: Index) {
        let head = entries[entries.len() - 1].head();
        prop_assert_eq!(verify_trail(genesis(&entries), entries.clone()), Ok(head));
        let cut = cut.index(entries.len());
        let (first, rest) = entries.split_at(cut);
        let checkpoint = verified(first, &entries).unwrap();
        prop_assert_eq!(usize::try_from(checkpoint.sequence()).unwrap(), cut);
        prop_assert_eq!(verify_trail(checkpoint, rest), Ok(head));
        prop_assert_eq!(verify_trail_to(genesis(&entries), checkpoint, &entries), Ok(head));
        prop_assert_eq!(verify_trail_to(checkpoint, head, rest), Ok(head));
    }

    #[test]
    fn a_changed_field_is_found(
        mut entries in chain(), at: Index, field in 0..FIELDS, other in draft(), foreign in organization()
    ) {
        let original = entries.clone();
        let at = at.index(entries.len());
        entries[at] = changed(&entries[at], field, &other, TrailHead::genesis(foreign));
        let same = entries == original;
        let expected = if same { Ok(original[original.len() - 1].head()) } else { broken_at(at, Changed) };
        prop_assert_eq!(verified(&entries, &original), expected);
    }

    #[test]
    fn a_removed_entry_is_found_at_the_end_by_the_known_head_only(mut entries in chain(), at: Index) {
        let original = entries.clone();
        let known = original[original.len() - 1].head();
        let at = at.index(entries.len());
        entries.remove(at);
        let found = verified(&entries, &original);
        if at == entries.len() {
            prop_assert_eq!(found, Ok(entries[at - 1].head()));
        } else {
            prop_assert_eq!(found, broken_at(at, Missing));
        }
        prop_assert_eq!(verify_trail_to(genesis(&original), known, &entries), broken_at(at, Missing));
    }

    #[test]
    fn two_swapped_entries_are_found(mut entries in chain(), a: Index, distance: Index) {
        let original = entries.clone();
        let a = a.index(entries.len());
        let b = (a + 1 + distance.index(entries.len() - 1)) % entries.len();
        entries.swap(a, b);
        prop_assert_eq!(verified(&entries, &original), broken_at(a.min(b), OutOfOrder));
    }

    #[test]
    fn a_repeated_entry_is_found(mut entries in chain(), from: Index, to: Index) {
        let original = entries.clone();
        let (from, to) = (from.index(entries.len()), to.index(entries.len() + 1));
        entries.insert(to, entries[from].clone());
        let expected = match to {
            to if to < from => broken_at(to, OutOfOrder),
            to if to > from => broken_at(to, Repeated),
            _ => broken_at(from + 1, Repeated),
        };
        prop_assert_eq!(verified(&entries, &original), expected);
    }

    #[test]
    fn an_inserted_entry_that_is_intact_is_found(mut entries in chain(), at: Index) {
        let original = entries.clone();
        let at = at.index(entries.len());
        entries.insert(at, forged(&entries[at]));
        prop_assert_eq!(verified(&entries, &original), broken_at(at, Unlinked));
        // One that follows its predecessor is given away by its successor.
        entries[at] = replaced(&original[at]);
        prop_assert_eq!(verified(&entries, &original), broken_at(at + 1, Repeated));
    }

    #[test]
    fn a_replaced_entry_is_given_away_by_the_next_one_or_the_known_head(mut entries in chain(), at: Index) {
        let original = entries.clone();
        let known = original[original.len() - 1].head();
        let at = at.index(entries.len());
        entries[at] = replaced(&entries[at]);
        if at + 1 < entries.len() {
            prop_assert_eq!(verified(&entries, &original), broken_at(at + 1, Unlinked));
        }
        let from_there = chained(entries[at].head(), original[at + 1..].iter().map(draft_of));
        entries.splice(at + 1.., from_there);
        prop_assert!(verified(&entries, &original).is_ok(), "all later hashes were made anew");
        let found = verify_trail_to(genesis(&original), known, &entries);
        prop_assert_eq!(found, broken_at(original.len() - 1, Rewritten));
    }

    #[test]
    fn an_entry_of_another_organization_is_found(
        mut entries in chain(), foreign in chain(), at: Index, from: Index
    ) {
        let original = entries.clone();
        prop_assume!(original[0].organization() != foreign[0].organization());
        let at = at.index(entries.len() + 1);
        entries.insert(at, foreign[from.index(foreign.len())].clone());
        prop_assert_eq!(verified(&entries, &original), broken_at(at, WrongOrganization));
    }
}

#[test]
fn a_trail_without_entries_is_whole() {
    let start = TrailHead::genesis("01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap());
    let none: [TrailEntry; 0] = [];
    assert_eq!(verify_trail(start, &none), Ok(start));
    assert_eq!(verify_trail_to(start, start, &none), Ok(start));
}

#[test]
fn a_known_head_that_the_entries_cannot_confirm_is_not_confirmed() {
    let entries = super::vectors::chains().remove(0);
    let (start, head) = (genesis(&entries), entries[2].head());
    let foreign = TrailHead::genesis("00000000-0000-0000-0000-000000000001".parse().unwrap());
    let other = TrailHead::at(start.organization(), 3, start.hash());
    let table = [
        (
            start,
            foreign,
            Broken {
                sequence: 0,
                kind: WrongOrganization,
            },
        ),
        (
            head,
            entries[1].head(),
            Broken {
                sequence: 2,
                kind: Missing,
            },
        ),
        (
            head,
            other,
            Broken {
                sequence: 3,
                kind: Rewritten,
            },
        ),
        (
            start,
            other,
            Broken {
                sequence: 3,
                kind: Rewritten,
            },
        ),
    ];
    for (from, known, broken) in table {
        let rest = &entries[usize::try_from(from.sequence()).unwrap()..];
        assert_eq!(verify_trail_to(from, known, rest), Err(broken));
    }
}

#[test]
fn entries_before_a_known_head_are_repeated_ones() {
    let entries = super::vectors::chains().remove(0);
    let found = verify_trail(entries[1].head(), &entries);
    assert_eq!(
        found,
        Err(Broken {
            sequence: 3,
            kind: Repeated
        })
    );
}

#[test]
fn times_may_go_back() {
    let entries = super::vectors::chains().remove(0);
    assert!(entries.windows(2).any(|pair| pair[1].at() < pair[0].at()));
    assert!(verified(&entries, &entries).is_ok());
}
