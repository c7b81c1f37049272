use proptest::prelude::*;

use super::{block, cases, ip, list};
use crate::address::{AddressBlock, AddressList, AddressProblem, InvalidAddressList};

fn blocks() -> impl Strategy<Value = Vec<AddressBlock>> {
    let block = (0_u32..64, 24_u32..=32).prop_map(|(host, prefix)| {
        let first = host >> (32 - prefix).min(6) << (32 - prefix).min(6);
        block(&format!("192.0.2.{first}/{}", prefix.max(26)))
    });
    prop::collection::vec(block, 1..24)
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_list_is_in_normal_form_whatever_it_is_made_of(blocks in blocks()) {
        let list = AddressList::new(blocks.clone()).unwrap();
        let normal: Vec<AddressBlock> = list.iter().copied().collect();
        prop_assert!(normal.is_sorted_by(|a, b| a < b));
        for (a, b) in normal.iter().flat_map(|a| normal.iter().map(move |b| (a, b))) {
            prop_assert!(a == b || (!a.covers(b) && a.joined(b).is_none()));
        }
        prop_assert!(blocks.iter().all(|block| normal.iter().any(|own| own.covers(block))));
    }

    #[test]
    fn the_order_of_the_blocks_does_not_matter(blocks in blocks(), turn in 0_usize..24) {
        let mut turned = blocks.clone();
        turned.rotate_left(turn % blocks.len());
        turned.push(blocks[0]);
        prop_assert_eq!(AddressList::new(turned), AddressList::new(blocks));
    }

    #[test]
    fn a_list_parses_from_its_printed_blocks(blocks in blocks()) {
        let list = AddressList::new(blocks).unwrap();
        prop_assert_eq!(AddressList::parse_all(list.iter().map(AddressBlock::to_string)), Ok(list.clone()));
        prop_assert_eq!(list.to_string().parse(), Ok(list));
    }

    #[test]
    fn lists_cover_each_other_exactly_when_together_they_are_no_more(a in blocks(), b in blocks()) {
        let (one, two) = (AddressList::new(a.clone()).unwrap(), AddressList::new(b.clone()).unwrap());
        prop_assert_eq!(one.covers(&two), AddressList::new([a, b].concat()) == Ok(one));
    }
}

#[test]
fn covered_blocks_vanish_and_halves_are_joined() {
    for (blocks, normal) in [
        (&["192.0.2.7", "192.0.2.0/24"][..], "192.0.2.0/24"),
        (&["192.0.2.128/25", "192.0.2.0/25"], "192.0.2.0/24"),
        (
            &["192.0.2.64/26", "192.0.2.128/25", "192.0.2.0/26"],
            "192.0.2.0/24",
        ),
        (&["192.0.2.2/31", "192.0.2.1", "192.0.2.0"], "192.0.2.0/30"),
        (&["192.0.2.1", "192.0.2.2"], "192.0.2.1, 192.0.2.2"),
        (
            &["192.0.2.128/25", "192.0.3.0/25"],
            "192.0.2.128/25, 192.0.3.0/25",
        ),
        (&["2001:db8::/32", "192.0.2.1"], "192.0.2.1, 2001:db8::/32"),
        (&["8000::/1", "::/1"], "::/0"),
        (&["128.0.0.0/1", "0.0.0.0/1"], "0.0.0.0/0"),
        (&["::fffe:0:0/96", "0.0.0.0/0"], "::fffe:0:0/95"),
        (&["::/0", "::/0"], "::/0"),
    ] {
        assert_eq!(list(blocks).to_string(), normal);
    }
    let shown = list(&["192.0.2.1", "::1"]);
    assert_eq!(format!("{shown:?}"), "AddressList(::1, 192.0.2.1)");
    assert_eq!((&shown).into_iter().count(), 2);
}

#[test]
fn blocks_are_covered_though_several_were_joined_for_it() {
    let halves = list(&["192.0.2.0/25", "192.0.2.128/25"]);
    assert!(halves.covers(&list(&["192.0.2.0/24"])) && !halves.covers(&list(&["192.0.2.0/23"])));
    assert!(halves.allows(ip("192.0.2.200")) && !halves.allows(ip("192.0.3.0")));
}

#[test]
fn commas_and_blanks_divide_a_list() {
    for text in ["::1,192.0.2.1", " ::1\n192.0.2.1 ", "::1, 192.0.2.1,"] {
        assert_eq!(text.parse(), Ok(list(&["::1", "192.0.2.1"])), "{text:?}");
    }
    assert_eq!(" , ".parse::<AddressList>(), Err(InvalidAddressList::Empty));
}

#[test]
fn a_list_without_blocks_is_not_a_list() {
    assert_eq!(AddressList::new([]), Err(InvalidAddressList::Empty));
    assert_eq!(
        AddressList::parse_all([""; 0]),
        Err(InvalidAddressList::Empty)
    );
    assert!(
        InvalidAddressList::Empty
            .to_string()
            .contains("would refuse every address")
    );
}

#[test]
fn more_blocks_than_allowed_are_refused_though_they_could_be_joined() {
    let texts: Vec<String> = (0..65).map(|host| format!("192.0.2.{host}")).collect();
    assert_eq!(
        list(&texts[..64].iter().map(String::as_str).collect::<Vec<_>>())
            .iter()
            .count(),
        1
    );
    assert_eq!(
        AddressList::parse_all(&texts),
        Err(InvalidAddressList::TooMany)
    );
    let endless = std::iter::repeat(block("::1"));
    assert_eq!(AddressList::new(endless), Err(InvalidAddressList::TooMany));
    assert!(
        InvalidAddressList::TooMany
            .to_string()
            .contains("more than 64 address blocks")
    );
}

#[test]
fn the_block_that_is_refused_is_named_by_its_place() {
    let refused = AddressList::parse_all(["192.0.2.1", "192.0.2.1/24"]).unwrap_err();
    let InvalidAddressList::Block { index, error } = &refused else {
        panic!("{refused}")
    };
    let problem = AddressProblem::HostBits {
        corrected: block("192.0.2.0/24"),
    };
    assert_eq!((*index, error.problem()), (1, problem));
    assert!(
        refused
            .to_string()
            .starts_with("address block 2: \"192.0.2.1/24\""),
        "{refused}"
    );
}
