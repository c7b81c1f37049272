use aiia_keys_domain::{KeyId, Label};
use aiia_keys_ports::{KeyOrder, KeyOrderValue, KeyPosition};

use super::*;

fn position() -> FindingPosition {
    FindingPosition::from(Position {
        at: at(),
        id: Uuid::from_u128(7),
    })
}

fn at() -> Timestamp {
    Timestamp::from_unix_micros(1_700_000_000_123_456).unwrap()
}

/// Places in the list of keys, one for each thing that it goes by, and one of a key never used.
fn key_places() -> [KeyPlace; 5] {
    let label = Label::new("Prüfung – 監査 \u{1f511}").unwrap();
    [
        ("label", KeyOrderValue::Label(label)),
        ("-created", KeyOrderValue::Created(at())),
        ("last_used", KeyOrderValue::LastUsed(Some(at()))),
        ("-last_used", KeyOrderValue::LastUsed(None)),
        ("-expires", KeyOrderValue::Expires(at())),
    ]
    .map(|(order, value)| KeyPlace {
        order: order.parse().unwrap(),
        position: KeyPosition {
            value,
            id: KeyId::from_uuid(Uuid::from_u128(7)),
        },
    })
}

#[test]
fn a_place_of_a_key_is_one_of_its_order_alone() {
    for place in key_places() {
        let position = place.position.clone();
        for order in KeyOrder::all() {
            let within = place.clone().within(order).ok();
            let expected = (order == place.order).then(|| position.clone());
            assert_eq!(within, expected, "{order}");
        }
    }
}

#[test]
fn a_place_of_a_key_is_read_whole_or_not_at_all() {
    for place in key_places() {
        let bytes = place.to_bytes();
        assert_eq!(KeyPlace::from_bytes(&bytes), Some(place.clone()));
        assert_eq!(KeyPlace::from_bytes(&bytes[..16]), None);
        let mut other = bytes.clone();
        other[0] = 8;
        assert_eq!(KeyPlace::from_bytes(&other), None, "there is no such order");
        if !matches!(place.position.value, KeyOrderValue::Label(_)) {
            assert_eq!(KeyPlace::from_bytes(&[&*bytes, &[0]].concat()), None);
        }
    }
}

#[test]
fn a_cursor_gives_its_place_back() {
    assert_eq!(decode(&encode(&position())), Ok(position()));
    for place in key_places() {
        assert_eq!(decode(&encode(&place)), Ok(place));
    }
    for number in [0, 1, i32::MAX.cast_unsigned()] {
        assert_eq!(
            decode(&encode(&LogSequence(number))),
            Ok(LogSequence(number))
        );
    }
    for number in [0, 1, i64::MAX.cast_unsigned()] {
        assert_eq!(decode(&encode(&Sequence(number))), Ok(Sequence(number)));
    }
}

#[test]
fn a_cursor_of_another_list_is_refused() {
    assert_eq!(decode::<Sequence>(&encode(&position())), Err(InvalidCursor));
    assert_eq!(
        decode::<KeyPlace>(&encode(&Sequence(7))),
        Err(InvalidCursor)
    );
    assert_eq!(
        decode::<EntityPosition>(&encode(&position())),
        Err(InvalidCursor)
    );
}

#[test]
fn every_single_changed_character_is_noticed() {
    let cursor = encode(&position());
    for at in 0..cursor.len() {
        let mut changed = cursor.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(
            decode::<FindingPosition>(&changed),
            Err(InvalidCursor),
            "{changed}"
        );
    }
}

#[test]
fn what_was_not_made_here_is_refused() {
    let cursor = encode(&position());
    for text in [
        "",
        "A",
        "AAAA",
        "not a cursor",
        "ä",
        &cursor[1..],
        &format!("{cursor}="),
        &format!("{cursor}AAAA"),
    ] {
        assert_eq!(
            decode::<FindingPosition>(text),
            Err(InvalidCursor),
            "{text}"
        );
    }
}

#[test]
fn a_number_beyond_the_database_is_refused() {
    assert_eq!(
        decode::<Sequence>(&encode(&Sequence(u64::MAX))),
        Err(InvalidCursor)
    );
    assert_eq!(
        decode::<LogSequence>(&encode(&LogSequence(u32::MAX))),
        Err(InvalidCursor)
    );
}
