use proptest::prelude::*;

use super::{cases, ip, list};
use crate::address::{AddressList, SourceAddresses};

fn sources() -> impl Strategy<Value = SourceAddresses> {
    let block = (0_u8..8, 0_u8..=3)
        .prop_map(|(host, open)| format!("192.0.2.{}/{}", host >> open << open, 32 - open));
    prop_oneof![
        1 => Just(SourceAddresses::Anywhere),
        6 => prop::collection::vec(block, 1..6)
            .prop_map(|blocks| SourceAddresses::Only(AddressList::parse_all(blocks).unwrap())),
    ]
}

fn only(texts: &[&str]) -> SourceAddresses {
    SourceAddresses::Only(list(texts))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn narrowing_never_allows_an_address_that_was_refused(held in sources(), wanted in sources()) {
        let allowed: Vec<bool> = (0..9)
            .map(|host| ip(&format!("192.0.2.{host}")))
            .map(|address| held.allows(Some(address)) || !wanted.allows(Some(address)))
            .collect();
        match held.narrow_to(wanted.clone()) {
            Ok(narrowed) => {
                prop_assert!(allowed.iter().all(|ok| *ok) && held.covers(&narrowed));
                prop_assert!(held.allows(None) || !narrowed.allows(None));
                prop_assert_eq!(narrowed, wanted);
            }
            Err(_) => prop_assert!(!allowed.iter().all(|ok| *ok)),
        }
    }
}

#[test]
fn a_key_that_is_bound_to_addresses_refuses_an_unknown_source() {
    let bound = only(&["192.0.2.0/24"]);
    let sources = [
        Some(ip("192.0.2.1")),
        Some(ip("::ffff:192.0.2.1")),
        Some(ip("::1")),
        None,
    ];
    assert_eq!(
        sources.map(|source| bound.allows(source)),
        [true, true, false, false]
    );
    assert_eq!(
        sources.map(|source| SourceAddresses::Anywhere.allows(source)),
        [true; 4]
    );
}

#[test]
fn the_refusal_names_the_blocks_that_go_beyond() {
    let bound = only(&["192.0.2.0/24", "::1"]);
    for (wanted, message) in [
        (
            SourceAddresses::Anywhere,
            "the source addresses may only become fewer: anywhere goes beyond ::1, 192.0.2.0/24",
        ),
        (
            only(&["192.0.2.7", "198.51.100.0/24", "2001:db8::/32"]),
            "the source addresses may only become fewer: 198.51.100.0/24, 2001:db8::/32 goes beyond \
             ::1, 192.0.2.0/24",
        ),
    ] {
        assert_eq!(bound.narrow_to(wanted).unwrap_err().to_string(), message);
    }
}

#[test]
fn a_restriction_prints_its_blocks_or_that_there_is_none() {
    assert_eq!(SourceAddresses::Anywhere.to_string(), "anywhere");
    assert_eq!(only(&["192.0.2.1"]).to_string(), "192.0.2.1");
}
