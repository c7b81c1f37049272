use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::{block, cases, ip};
use crate::address::{AddressBlock, AddressProblem};

fn any_block() -> impl Strategy<Value = AddressBlock> {
    // Half of them in the range that IPv4 is mapped to, which random numbers never hit.
    let first = prop_oneof![
        any::<u128>(),
        any::<u32>().prop_map(|ip| 0xffff_0000_0000 | u128::from(ip))
    ];
    (first, 0..=128_u32).prop_map(|(first, prefix)| {
        let mask = u128::MAX.checked_shl(128 - prefix).unwrap_or(0);
        format!("{}/{prefix}", Ipv6Addr::from(first & mask))
            .parse()
            .unwrap()
    })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_block_parses_from_what_it_prints(block in any_block()) {
        prop_assert_eq!(block.to_string().parse(), Ok(block));
    }

    #[test]
    fn covers_is_a_partial_order(a in any_block(), b in any_block(), c in any_block()) {
        prop_assert!(a.covers(&a));
        prop_assert_eq!(a.covers(&b) && b.covers(&a), a == b);
        prop_assert!(!(a.covers(&b) && b.covers(&c)) || a.covers(&c));
    }

    #[test]
    fn an_ipv4_address_is_in_a_block_in_either_form(block in any_block(), address: u32) {
        let address = Ipv4Addr::from(address);
        prop_assert_eq!(
            block.contains(IpAddr::V4(address)),
            block.contains(IpAddr::V6(address.to_ipv6_mapped()))
        );
    }

    #[test]
    fn what_is_corrected_is_a_block_that_holds_the_address(address: u32, prefix in 0_u8..=32) {
        let address = Ipv4Addr::from(address);
        match format!("{address}/{prefix}").parse::<AddressBlock>().map_err(|error| error.problem()) {
            Ok(block) => prop_assert!(block.contains(address.into())),
            Err(AddressProblem::HostBits { corrected }) => {
                prop_assert!(corrected.contains(address.into()));
                let printed = format!("{corrected}/32");
                let behind = printed.split('/').nth(1).unwrap();
                prop_assert_eq!(behind, prefix.to_string());
            }
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    #[test]
    fn any_text_is_parsed_or_refused_in_a_short_printable_line(text in "\\PC{0,20}|[0-9a-f:./%\\x00-\\x20]{0,100}") {
        if let Err(error) = text.parse::<AddressBlock>() {
            let message = error.to_string();
            prop_assert!(!message.contains(char::is_control), "{}", message);
            prop_assert!(message.chars().count() < 1_000, "{}", message);
        }
    }
}

#[test]
fn every_spelling_prints_in_the_canonical_form() {
    for (spelling, canonical) in [
        ("203.0.113.0/24", "203.0.113.0/24"),
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7/32", "203.0.113.7"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("::ffff:203.0.113.0/120", "203.0.113.0/24"),
        ("::ffff:cb00:7107", "203.0.113.7"),
        ("::ffff:0:0/96", "0.0.0.0/0"),
        ("2001:0DB8:0:0::/32", "2001:db8::/32"),
        ("2001:db8::1/128", "2001:db8::1"),
        ("::/0", "::/0"),
        ("::/95", "::/95"),
        ("::fffe:0:0/95", "::fffe:0:0/95"),
    ] {
        assert_eq!(block(spelling).to_string(), canonical);
        assert_eq!(
            format!("{:?}", block(spelling)),
            format!("AddressBlock({canonical})")
        );
    }
}

#[test]
fn a_block_holds_its_first_and_last_address_and_not_their_neighbours() {
    for (text, before, first, last, after) in [
        (
            "203.0.113.64/26",
            "203.0.113.63",
            "203.0.113.64",
            "203.0.113.127",
            "203.0.113.128",
        ),
        (
            "203.0.113.7",
            "203.0.113.6",
            "203.0.113.7",
            "203.0.113.7",
            "203.0.113.8",
        ),
        (
            "2001:db8::/32",
            "2001:db7:ffff::",
            "2001:db8::",
            "2001:db8:ffff::ffff",
            "2001:db9::",
        ),
        (
            "0.0.0.0/0",
            "::fffe:ffff:ffff",
            "0.0.0.0",
            "255.255.255.255",
            "::1:0:0:0",
        ),
    ] {
        let held = [before, first, last, after].map(|address| block(text).contains(ip(address)));
        assert_eq!(held, [false, true, true, false], "{text}");
    }
}

#[test]
fn a_block_that_holds_the_mapped_range_holds_ipv4() {
    assert!(block("::/0").contains(ip("192.0.2.1")) && block("::/0").covers(&block("0.0.0.0/0")));
    assert!(block("::/80").contains(ip("192.0.2.1")));
    assert!(!block("2000::/3").contains(ip("192.0.2.1")));
    assert!(!block("0.0.0.0/0").contains(ip("::1")));
}

#[test]
fn one_address_is_a_block_of_its_own() {
    assert_eq!(AddressBlock::from(ip("203.0.113.7")), block("203.0.113.7"));
    assert_eq!(
        AddressBlock::from(ip("::ffff:203.0.113.7")),
        block("203.0.113.7/32")
    );
}

#[test]
fn what_is_no_block_is_refused_with_the_reason() {
    use AddressProblem::{Address, HostBits, LeadingZero, Prefix, Zone};
    for (text, problem) in [
        ("", Address),
        ("/24", Address),
        ("localhost", Address),
        ("203.0.113", Address),
        ("203.0.113.256", Address),
        ("0x7f.0.0.1", Address),
        ("[::1]", Address),
        ("203.0.113.0:80", Address),
        (" 203.0.113.0/24", Address),
        ("203.0.113.0 /24", Address),
        ("2001:db8::00001", Address),
        ("203.000.113.0/24", LeadingZero),
        ("010.0.0.1", LeadingZero),
        ("::ffff:010.0.0.1", LeadingZero),
        ("fe80::1%eth0", Zone),
        ("fe80::1%eth0/64", Zone),
        ("203.0.113.0/", Prefix { longest: 32 }),
        ("203.0.113.0/33", Prefix { longest: 32 }),
        ("203.0.113.0/024", Prefix { longest: 32 }),
        ("203.0.113.0/+24", Prefix { longest: 32 }),
        ("203.0.113.0/-1", Prefix { longest: 32 }),
        ("203.0.113.0/ 24", Prefix { longest: 32 }),
        ("203.0.113.0/24/24", Prefix { longest: 32 }),
        ("203.0.113.0/255.255.255.0", Prefix { longest: 32 }),
        ("0.0.0.0/00", Prefix { longest: 32 }),
        ("::/129", Prefix { longest: 128 }),
        ("::/256", Prefix { longest: 128 }),
        ("::/99999999999", Prefix { longest: 128 }),
        (
            "203.0.113.7/24",
            HostBits {
                corrected: block("203.0.113.0/24"),
            },
        ),
        (
            "2001:db8::1/32",
            HostBits {
                corrected: block("2001:db8::/32"),
            },
        ),
        (
            "::ffff:203.0.113.7/120",
            HostBits {
                corrected: block("203.0.113.0/24"),
            },
        ),
        (
            "0.0.0.1/0",
            HostBits {
                corrected: block("0.0.0.0/0"),
            },
        ),
        (
            "::1/0",
            HostBits {
                corrected: block("::/0"),
            },
        ),
    ] {
        let refused = text
            .parse::<AddressBlock>()
            .map_err(|error| error.problem());
        assert_eq!(refused, Err(problem), "{text:?}");
    }
}

#[test]
fn messages_say_what_would_be_right() {
    for (text, message) in [
        (
            "203.0.113.7/24",
            "\"203.0.113.7/24\" is not an address block: the address lies inside the block; \
             the block itself is 203.0.113.0/24",
        ),
        (
            "::/129",
            "\"::/129\" is not an address block: a plain number from 0 to 128 is expected behind \
             the slash",
        ),
        (
            "office",
            "\"office\" is not an address block: an IPv4 or IPv6 address is expected, as in \
             203.0.113.0/24 or 2001:db8::/32",
        ),
        (
            "010.0.0.1",
            "\"010.0.0.1\" is not an address block: a number begins with 0, which some systems read \
             as octal; leave it out",
        ),
        (
            "fe80::1%1",
            "\"fe80::1%1\" is not an address block: a zone means nothing on another machine; leave \
             %… out",
        ),
    ] {
        assert_eq!(
            text.parse::<AddressBlock>().unwrap_err().to_string(),
            message
        );
    }
}
