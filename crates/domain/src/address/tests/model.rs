//! Lists against a model that compares addresses bit by bit in a small world.

use std::{collections::BTreeSet, net::IpAddr, sync::LazyLock};

use proptest::prelude::*;

use super::{block, cases, ip};
use crate::address::AddressList;

/// An address as it is written, as the crate takes it, and as the model does: as 128 digits.
struct Place {
    text: String,
    ip: IpAddr,
    bits: String,
}

/// Sixteen addresses of each family that fine blocks are made of, and some all around.
static WORLD: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let v4 = (0..=17).map(|host| format!("192.0.2.{host}"));
    let mapped = (0..=17).map(|host| format!("::ffff:192.0.2.{host}"));
    let v6 = (0..=17).map(|host| format!("2001:db8::{host:x}"));
    let others = [
        "198.51.100.1",
        "0.0.0.0",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "2001:db7::1",
    ];
    v4.chain(mapped)
        .chain(v6)
        .chain(others.map(String::from))
        .map(|text| Place {
            ip: ip(&text),
            bits: bits(&text),
            text,
        })
        .collect()
});

/// Blocks that lie in the sixteen addresses of one family.
fn fine() -> impl Strategy<Value = String> {
    (any::<bool>(), 0_u8..16, 0_u8..=4).prop_map(|(v4, host, open)| {
        let first = host >> open << open;
        if v4 {
            format!("192.0.2.{first}/{}", 32 - open)
        } else {
            format!("2001:db8::{first:x}/{}", 128 - open)
        }
    })
}

fn coarse() -> impl Strategy<Value = String> {
    prop::sample::select(&[
        "0.0.0.0/0",
        "192.0.2.0/24",
        "128.0.0.0/1",
        "198.51.100.0/24",
        "::/0",
        "::/64",
        "::/96",
        "8000::/1",
        "2001:db8::/32",
        "2000::/3",
        "fe80::/10",
        "::ffff:192.0.2.0/122",
    ])
    .prop_map(String::from)
}

fn fine_texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(fine(), 1..24)
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop_oneof![6 => fine(), 1 => coarse()], 1..12)
}

fn bits(address: &str) -> String {
    match ip(address) {
        IpAddr::V4(address) => {
            format!(
                "{}{}{:032b}",
                "0".repeat(80),
                "1".repeat(16),
                address.to_bits()
            )
        }
        IpAddr::V6(address) => format!("{:0128b}", address.to_bits()),
    }
}

/// The bits that the addresses of a block begin with.
fn shared_bits(block: &str) -> String {
    let (first, prefix) = block.split_once('/').unwrap();
    let outside = if first.contains(':') { 0 } else { 96 };
    bits(first)[..outside + prefix.parse::<usize>().unwrap()].to_owned()
}

/// The addresses of the world that the blocks hold.
fn held(blocks: &[String]) -> BTreeSet<&'static str> {
    let shared: Vec<String> = blocks.iter().map(|block| shared_bits(block)).collect();
    let in_some = |place: &&Place| shared.iter().any(|bits| place.bits.starts_with(bits));
    WORLD
        .iter()
        .filter(in_some)
        .map(|place| &*place.text)
        .collect()
}

fn list(texts: &[String]) -> AddressList {
    AddressList::parse_all(texts).unwrap()
}

fn allowed(list: &AddressList) -> BTreeSet<&'static str> {
    WORLD
        .iter()
        .filter(|place| list.allows(place.ip))
        .map(|place| &*place.text)
        .collect()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_block_holds_the_addresses_that_begin_with_its_bits(text in prop_oneof![fine(), coarse()]) {
        let inside = |place: &&Place| block(&text).contains(place.ip);
        let inside: BTreeSet<&str> = WORLD.iter().filter(inside).map(|place| &*place.text).collect();
        prop_assert_eq!(inside, held(&[text]));
    }

    #[test]
    fn a_list_allows_what_its_blocks_hold(texts in texts()) {
        prop_assert_eq!(allowed(&list(&texts)), held(&texts));
    }

    #[test]
    fn lists_of_the_same_addresses_are_equal_and_print_equally(a in fine_texts(), b in fine_texts()) {
        let same = held(&a) == held(&b);
        prop_assert_eq!(list(&a) == list(&b), same);
        prop_assert_eq!(list(&a).to_string() == list(&b).to_string(), same);
        let one_by_one: Vec<&str> =
            held(&a).into_iter().filter(|ip| !ip.starts_with("::ffff")).collect();
        prop_assert_eq!(AddressList::parse_all(one_by_one), Ok(list(&a)));
    }

    #[test]
    fn a_list_covers_another_exactly_when_it_allows_all_of_it(a in fine_texts(), b in fine_texts()) {
        prop_assert_eq!(list(&a).covers(&list(&b)), held(&a).is_superset(&held(&b)));
    }

    #[test]
    fn covering_lists_allow_more_even_with_large_blocks(a in texts(), b in texts()) {
        let together = list(&[a.clone(), b.clone()].concat());
        prop_assert!(together.covers(&list(&a)) && together.covers(&list(&b)));
        prop_assert!(!list(&a).covers(&list(&b)) || held(&a).is_superset(&held(&b)));
        prop_assert_eq!(list(&a).covers(&list(&b)), together == list(&a));
    }
}
