use proptest::prelude::*;

use super::{NonPublicAddress as Non, *};

/// The first and the last address of each block, and why it is closed.
const CLOSED: &[(&str, &str, Non)] = &[
    ("0.0.0.0", "0.255.255.255", Non::Unspecified),
    ("10.0.0.0", "10.255.255.255", Non::Private),
    ("100.64.0.0", "100.127.255.255", Non::Private),
    ("127.0.0.0", "127.255.255.255", Non::Loopback),
    ("169.254.0.0", "169.254.255.255", Non::LinkLocal),
    ("172.16.0.0", "172.31.255.255", Non::Private),
    ("192.0.0.0", "192.0.0.255", Non::Reserved),
    ("192.0.2.0", "192.0.2.255", Non::Documentation),
    ("192.88.99.0", "192.88.99.255", Non::Tunnel),
    ("192.168.0.0", "192.168.255.255", Non::Private),
    ("198.18.0.0", "198.19.255.255", Non::Documentation),
    ("198.51.100.0", "198.51.100.255", Non::Documentation),
    ("203.0.113.0", "203.0.113.255", Non::Documentation),
    ("224.0.0.0", "239.255.255.255", Non::Multicast),
    ("240.0.0.0", "255.255.255.255", Non::Reserved),
    ("::", "::", Non::Unspecified),
    ("::1", "::1", Non::Loopback),
    ("::2", "::ffff:ffff", Non::Tunnel),
    ("::ffff:10.0.0.1", "::ffff:10.0.0.1", Non::Private),
    ("::ffff:127.0.0.1", "::ffff:127.255.255.255", Non::Loopback),
    (
        "::ffff:169.254.169.254",
        "::ffff:169.254.169.254",
        Non::LinkLocal,
    ),
    ("64:ff9b::10.0.0.1", "64:ff9b::10.0.0.1", Non::Private),
    ("64:ff9b::127.0.0.1", "64:ff9b::127.0.0.1", Non::Loopback),
    (
        "64:ff9b:1::",
        "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
        Non::Tunnel,
    ),
    ("100::", "100::ffff:ffff:ffff:ffff", Non::Reserved),
    (
        "2001::",
        "2001:0:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::Tunnel,
    ),
    (
        "2001:1::",
        "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::Reserved,
    ),
    (
        "2001:db8::",
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::Documentation,
    ),
    (
        "2002::",
        "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::Tunnel,
    ),
    (
        "3fff::",
        "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::Documentation,
    ),
    (
        "4000::",
        "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::Reserved,
    ),
    (
        "fc00::",
        "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::Private,
    ),
    (
        "fe00::",
        "fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::Reserved,
    ),
    (
        "fe80::",
        "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::LinkLocal,
    ),
    (
        "fec0::",
        "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::Private,
    ),
    (
        "ff00::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        Non::Multicast,
    ),
];

/// Right before and right behind what is closed, and a few that everybody knows.
const OPEN: &[&str] = &[
    "1.0.0.0",
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.0.3.0",
    "192.88.98.255",
    "192.88.100.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "198.51.101.0",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1",
    "2000::",
    "2001:200::",
    "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db9::",
    "2003::",
    "2606:4700:4700::1111",
    "3fff:1000::",
];

#[test]
fn each_closed_block_is_closed_at_both_ends_for_its_reason() {
    for (first, last, reason) in CLOSED {
        for address in [first, last] {
            let parsed = address.parse().unwrap();
            assert_eq!(require_public(parsed), Err(*reason), "{address}");
        }
    }
}

#[test]
fn what_lies_beside_is_open() {
    for address in OPEN {
        assert_eq!(
            require_public(address.parse().unwrap()),
            Ok(()),
            "{address}"
        );
    }
}

proptest! {
    #[test]
    fn mapped_or_behind_nat64_an_address_is_what_it_is(bits: u32) {
        let plain = Ipv4Addr::from(bits);
        let nat64 = Ipv6Addr::from((0x0064_ff9b << 96) | u128::from(bits));
        prop_assert_eq!(require_public(plain.to_ipv6_mapped().into()), require_public(plain.into()));
        prop_assert_eq!(require_public(nat64.into()), require_public(plain.into()));
    }

    #[test]
    fn nothing_else_of_ipv6_is_open_outside_of_global_unicast(bits: u128) {
        let address = Ipv6Addr::from(bits);
        let embeds = matches!(
            address.segments(),
            [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..]
        );
        if require_public(address.into()).is_ok() && !embeds {
            prop_assert_eq!(bits >> 125, 1);
        }
    }
}
