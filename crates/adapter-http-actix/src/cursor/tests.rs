use super::*;

fn position() -> Position {
    Position {
        at: Timestamp::from_unix_micros(1_700_000_000_123_456).unwrap(),
        id: Uuid::from_u128(7),
    }
}

#[test]
fn a_cursor_gives_its_place_back() {
    assert_eq!(decode(&encode(&position())), Ok(position()));
    let listed = FindingPosition::from(position());
    assert_eq!(decode(&encode(&listed)), Ok(listed));
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
        decode::<Position>(&encode(&Sequence(7))),
        Err(InvalidCursor)
    );
    assert_eq!(
        decode::<EntityPosition>(&encode(&FindingPosition::from(position()))),
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
            decode::<Position>(&changed),
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
        assert_eq!(decode::<Position>(text), Err(InvalidCursor), "{text}");
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
