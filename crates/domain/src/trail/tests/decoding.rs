//! Bytes and entries are one to one.

use proptest::{collection, prelude::*, sample::Index};

use super::tamper::{FIELDS, changed};
use crate::trail::{
    DecodeError, TrailEntry, TrailHead, encoding,
    strategies::{draft, entry, organization},
};

/// A mistake in bytes: cut off, put in, taken out, or changed.
#[derive(Clone, Debug)]
enum Mutation {
    Cut,
    Insert(u8),
    Remove,
    Set(u8),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        1 => Just(Mutation::Cut),
        2 => any::<u8>().prop_map(Mutation::Insert),
        2 => Just(Mutation::Remove),
        5 => prop_oneof![any::<u8>(), b'!'..=b'~'].prop_map(Mutation::Set),
    ]
}

fn mutate(bytes: &mut Vec<u8>, mutation: &Mutation, at: Index) {
    if bytes.is_empty() {
        return;
    }
    let at = at.index(bytes.len());
    match *mutation {
        Mutation::Cut => bytes.truncate(at),
        Mutation::Insert(byte) => bytes.insert(at, byte),
        Mutation::Remove => drop(bytes.remove(at)),
        Mutation::Set(byte) => bytes[at] = byte,
    }
}

/// What decodes must encode to the very same bytes.
fn is_refused_or_canonical(bytes: &[u8]) -> bool {
    TrailEntry::decode(bytes).map_or(true, |entry| entry.encode() == bytes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn an_entry_decodes_from_what_it_encodes_to(entry in entry()) {
        prop_assert_eq!(TrailEntry::decode(&entry.encode()), Ok(entry));
    }

    #[test]
    fn random_bytes_are_refused_or_canonical(
        version in prop_oneof![Just(1_u8), any::<u8>()], rest in collection::vec(any::<u8>(), 0..256)
    ) {
        prop_assert!(is_refused_or_canonical(&[&[version], &*rest].concat()));
    }

    #[test]
    fn random_fields_are_refused_or_canonical(
        fields in collection::vec(collection::vec(any::<u8>(), 0..40), 8..12)
    ) {
        let mut bytes = vec![encoding::VERSION];
        for field in fields {
            encoding::push_field(&mut bytes, &field);
        }
        prop_assert!(is_refused_or_canonical(&bytes));
    }

    #[test]
    fn mutated_bytes_are_refused_or_canonical(
        entry in entry(), mutations in collection::vec((mutation(), any::<Index>()), 1..4)
    ) {
        let mut bytes = entry.encode();
        for (mutation, at) in mutations {
            mutate(&mut bytes, &mutation, at);
        }
        prop_assert!(is_refused_or_canonical(&bytes));
    }

    #[test]
    fn every_true_prefix_is_refused(entry in entry(), at: Index) {
        let bytes = entry.encode();
        let cut = &bytes[..at.index(bytes.len())];
        let refused = TrailEntry::decode(cut);
        prop_assert!(matches!(refused, Err(DecodeError::EndsEarly { .. })), "{refused:?}");
    }

    #[test]
    fn entries_that_differ_in_one_field_differ_in_bytes(
        entry in entry(), field in 0..FIELDS, other in draft(), foreign in organization()
    ) {
        let changed = changed(&entry, field, &other, TrailHead::genesis(foreign));
        prop_assert_eq!(changed == entry, changed.encode() == entry.encode());
        let same_content = encoding::canonical(&changed) == encoding::canonical(&entry);
        prop_assert_eq!(same_content, changed == entry || field == 3, "all but the hash is covered");
    }

    #[test]
    fn different_entries_differ_in_bytes(a in entry(), b in entry()) {
        prop_assert_eq!(a == b, a.encode() == b.encode());
    }
}

const NAMES: [&str; 10] = [
    "previous",
    "organization",
    "sequence",
    "at",
    "actor",
    "action",
    "subject",
    "request_id",
    "details",
    "hash",
];

/// The fields of a good entry, with one of them replaced.
fn with_field(name: &str, content: &[u8]) -> Vec<u8> {
    let uuid = b"key:01890a5d-ac96-774b-bcce-b302099a8057";
    let good: [&[u8]; 10] = [
        &[1; 32],
        &[2; 16],
        &[0, 0, 0, 0, 0, 0, 0, 3],
        &[0; 8],
        b"system",
        b"key.expired",
        uuid,
        b"",
        b"",
        &[4; 32],
    ];
    let mut bytes = vec![encoding::VERSION];
    for (field, good) in NAMES.iter().zip(good) {
        encoding::push_field(&mut bytes, if *field == name { content } else { good });
    }
    bytes
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, value) in pairs {
        encoding::push_field(&mut bytes, name.as_bytes());
        encoding::push_field(&mut bytes, value.as_bytes());
    }
    bytes
}

#[test]
fn a_field_with_the_wrong_content_is_named() {
    let numbered: Vec<_> = (10..43).map(|n| format!("n{n}")).collect();
    let too_many: Vec<_> = numbered.iter().map(|name| (&**name, "")).collect();
    let table: [(&str, &[u8]); 21] = [
        ("previous", &[1; 31]),
        ("organization", &[2; 17]),
        ("sequence", &[0; 8]),
        ("sequence", &[0x80, 0, 0, 0, 0, 0, 0, 0]),
        ("sequence", &[3]),
        ("at", &[0x7f; 8]),
        ("at", &[]),
        ("actor", b""),
        ("actor", b"key:01890A5D-AC96-774B-BCCE-B302099A8057"),
        ("actor", b"x:\xff"),
        ("action", b"key"),
        ("subject", b"organization:"),
        ("subject", b"key:{01890a5d-ac96-774b-bcce-b302099a8057}"),
        ("request_id", b" "),
        ("request_id", &[b'-'; 65]),
        ("details", &pairs(&[("A", "")])),
        ("details", &pairs(&[("a", &"-".repeat(8_193))])),
        ("details", &pairs(&too_many)),
        ("details", b"\x00\x00\x00\x01a\x00\x00\x00\x01\xff"),
        ("hash", &[4; 33]),
        ("hash", &[]),
    ];
    assert!(
        TrailEntry::decode(&with_field("", b"")).is_ok(),
        "the table starts from a good entry"
    );
    for (name, content) in table {
        let refused = TrailEntry::decode(&with_field(name, content)).unwrap_err();
        assert_eq!(
            refused,
            DecodeError::Invalid { field: name },
            "{name} {content:?}"
        );
    }
}

#[test]
fn details_in_another_order_or_twice_are_refused() {
    for details in [
        pairs(&[("b", ""), ("a", "")]),
        pairs(&[("a", "1"), ("a", "2")]),
    ] {
        let refused = TrailEntry::decode(&with_field("details", &details));
        assert_eq!(refused, Err(DecodeError::DetailsOutOfOrder));
    }
    let lonely = TrailEntry::decode(&with_field("details", b"\x00\x00\x00\x01a"));
    assert_eq!(lonely, Err(DecodeError::EndsEarly { field: "details" }));
}

#[test]
fn bytes_that_are_cut_prolonged_or_of_another_version_are_refused() {
    let mut bytes = with_field("", b"");
    let cut = TrailEntry::decode(&bytes[..bytes.len() - 1]);
    assert_eq!(cut, Err(DecodeError::EndsEarly { field: "hash" }));
    bytes.extend([0, 0]);
    assert_eq!(
        TrailEntry::decode(&bytes),
        Err(DecodeError::TrailingBytes { count: 2 })
    );
    bytes[0] = 2;
    assert_eq!(TrailEntry::decode(&bytes), Err(DecodeError::Version(2)));
    assert_eq!(
        TrailEntry::decode(&[]),
        Err(DecodeError::EndsEarly { field: "version" })
    );
    let huge = [encoding::VERSION, 0xff, 0xff, 0xff, 0xff, 0];
    assert_eq!(
        TrailEntry::decode(&huge),
        Err(DecodeError::EndsEarly { field: "previous" })
    );
}

#[test]
fn a_character_that_moves_to_the_neighbour_changes_the_bytes() {
    let variants = [
        pairs(&[("a", "bc")]),
        pairs(&[("ab", "c")]),
        pairs(&[("abc", "")]),
        pairs(&[("a", ""), ("bc", "")]),
        pairs(&[("a", "b"), ("c", "")]),
    ];
    let encodings = variants.map(|details| {
        let entry = TrailEntry::decode(&with_field("details", &details)).unwrap();
        encoding::canonical(&entry)
    });
    let different: std::collections::BTreeSet<_> = encodings.iter().collect();
    assert_eq!(different.len(), encodings.len());
}
