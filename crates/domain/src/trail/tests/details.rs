//! Details: tables.

use crate::trail::{Details, DetailsError};

/// 64 characters with the shape of a key string.
fn key_like() -> String {
    format!("aiia_key_live_{}", "0aZ9k".repeat(10))
}

#[test]
fn details_are_kept_in_the_order_of_their_names() {
    let details = Details::builder()
        .with("b", 2)
        .with("a_1", "Prüfung – 監査")
        .with_some("c", None::<&str>)
        .with_some("d", Some(""))
        .build()
        .unwrap();
    let pairs: Vec<_> = details.iter().collect();
    assert_eq!(pairs, [("a_1", "Prüfung – 監査"), ("b", "2"), ("d", "")]);
    assert_eq!((details.get("b"), details.get("c")), (Some("2"), None));
    assert_eq!((details.len(), details.is_empty()), (3, false));
    assert!(Details::default().is_empty());
}

#[test]
fn a_name_is_lower_case_letters_digits_and_underscores() {
    let longest = "a".repeat(64);
    for name in ["a", "a_1", "z9_", &longest] {
        assert_eq!(
            Details::builder().with(name, 1).build().unwrap().len(),
            1,
            "{name}"
        );
    }
    let longer = "a".repeat(65);
    for name in ["", "A", "aB", "1a", "_a", "a-b", "a b", "é", &longer] {
        assert_eq!(
            Details::builder().with(name, 1).build(),
            Err(DetailsError::Name),
            "{name}"
        );
        assert_eq!(
            Details::from_stored([(name, "1")]),
            Err(DetailsError::Name),
            "{name}"
        );
    }
}

#[test]
fn numbers_and_lengths_are_limited() {
    let name = "a".to_owned();
    let longest = "é".repeat(4_096);
    assert_eq!(
        Details::from_stored([("a", &*longest)]).unwrap().get("a"),
        Some(&*longest)
    );
    assert_eq!(
        Details::builder().with("a", longest + " ").build(),
        Err(DetailsError::TooLong {
            name: name.clone(),
            length: 8_193
        })
    );
    assert_eq!(
        Details::builder().with("a", 1).with("a", 2).build(),
        Err(DetailsError::Repeated { name })
    );

    let numbered = |count: u32| Details::from_stored((0..count).map(|n| (format!("n{n}"), "")));
    assert_eq!(numbered(32).unwrap().len(), 32);
    assert_eq!(numbered(33), Err(DetailsError::TooMany));
}

#[test]
fn the_first_fault_is_the_one_that_is_told() {
    let built = Details::builder().with("A", 1).with("a", "\0").build();
    assert_eq!(built, Err(DetailsError::Name));
}

#[test]
fn control_characters_are_not_written() {
    for value in ["a\0", "\n", "\x1b[2J", "\u{7f}", "\u{85}"] {
        let refused = Details::builder().with("a", value).build();
        assert_eq!(
            refused,
            Err(DetailsError::ControlCharacter {
                name: "a".to_owned()
            })
        );
        assert_eq!(
            Details::from_stored([("a", value)]).unwrap().get("a"),
            Some(value)
        );
    }
}

#[test]
fn a_key_string_is_not_written_wherever_it_stands() {
    let key = key_like();
    assert_eq!(key.len(), 64);
    for value in [
        key.clone(),
        format!("the key {key}."),
        key[14..].to_owned(),
        key[..58].to_owned(),
    ] {
        let refused = Details::builder().with("a", &value).build();
        assert_eq!(
            refused,
            Err(DetailsError::MayHoldKey {
                name: "a".to_owned()
            }),
            "{value}"
        );
    }
}

#[test]
fn what_is_no_key_may_be_written() {
    let digest = "0123456789abcdef".repeat(4);
    let almost = "aZ3".repeat(20)[..43].to_owned();
    for value in [
        &*digest,
        &*almost,
        "•••••a1B2",
        "01890a5d-ac96-774b-bcce-b302099a8057",
    ] {
        assert_eq!(
            Details::builder()
                .with("a", value)
                .build()
                .unwrap()
                .get("a"),
            Some(value)
        );
    }
}

#[test]
fn what_is_stored_stays_readable_when_it_would_not_be_written_today() {
    let key = key_like();
    assert_eq!(
        Details::from_stored([("a", &*key)]).unwrap().get("a"),
        Some(&*key)
    );
}

#[test]
fn an_error_never_shows_the_value() {
    let key = key_like();
    let table = [
        (Details::builder().with("a", &key).build(), "44 or more"),
        (
            Details::builder().with("a", format!("{key}\n")).build(),
            "control character",
        ),
        (
            Details::builder().with("a", key.repeat(129)).build(),
            "8256 bytes long",
        ),
        (
            Details::builder().with("a", 1).with("a", &key).build(),
            "twice",
        ),
        (
            Details::builder().with(&key, "").build(),
            "a lower-case letter, then",
        ),
        (
            Details::from_stored((0..33).map(|n| (format!("n{n}"), &*key))),
            "at most 32",
        ),
    ];
    for (built, part) in table {
        let error = built.unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        assert!(!format!("{error} {error:?}").contains(&key), "{error}");
    }
}
