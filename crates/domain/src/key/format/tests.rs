use proptest::prelude::*;

use super::*;

fn live() -> KeyFormat {
    KeyFormat::aiia(Environment::Live)
}

#[test]
fn a_key_of_the_aiia_api_has_64_characters_and_matches_its_pattern() {
    let key = live().generate([0; 32]);
    assert_eq!(key.expose().len(), 64);
    assert_eq!(
        &key.expose()[..58],
        format!("aiia_key_live_{}", "0".repeat(44))
    );
    assert_eq!(live().key_len(), 64);
    assert_eq!(live().pattern(), "aiia_key_live_[0-9A-Za-z]{50}");
    assert_eq!(live().head(), "aiia_key_live_");
    assert_eq!(live().environment(), Environment::Live);
}

#[test]
fn the_largest_random_bytes_are_the_largest_digits() {
    let key = live().generate([0xff; 32]);
    assert_eq!(&key.expose()[14..36], str::from_utf8(LARGEST_HALF).unwrap());
    assert_eq!(&key.expose()[36..58], str::from_utf8(LARGEST_HALF).unwrap());
}

#[test]
fn halves_are_big_endian_in_order() {
    let mut bytes = [0; 32];
    bytes[15] = 61;
    bytes[31] = 62;
    let key = live().generate(bytes);
    assert_eq!(&key.expose()[14..36], format!("{}z", "0".repeat(21)));
    assert_eq!(&key.expose()[36..58], format!("{}10", "0".repeat(20)));
}

/// With a fitting checksum, as someone would write it who knows the format.
fn with_checksum(covered: &str) -> String {
    let mut text = covered.to_owned();
    push_digits(
        &mut text,
        crc32fast::hash(covered.as_bytes()).into(),
        CHECKSUM_DIGITS,
    );
    text
}

#[test]
fn each_kind_of_wrong_text_is_told_apart() {
    let key = live().generate([9; 32]);
    let good = key.expose();
    let test = KeyFormat::aiia(Environment::Test).generate([9; 32]);
    let prefix = ParseKeyError::Prefix {
        expected: "aiia_key_live_".into(),
    };
    let beyond_128_bits = with_checksum(&format!(
        "aiia_key_live_{}{}",
        "0".repeat(22),
        "7n42DGM5Tflk9n8mt7Fhc8"
    ));
    let cases = [
        (String::new(), prefix.clone()),
        ("Bearer".into(), prefix.clone()),
        ("AIIA_KEY_LIVE_".into(), prefix.clone()),
        (format!(" {good}"), prefix),
        (
            test.expose().to_owned(),
            ParseKeyError::OtherEnvironment {
                accepted: Environment::Live,
            },
        ),
        (
            "aiia_key_live_".into(),
            ParseKeyError::Length {
                expected: 64,
                found: 14,
            },
        ),
        (
            good[..63].to_owned(),
            ParseKeyError::Length {
                expected: 64,
                found: 63,
            },
        ),
        (
            format!("{good}\n"),
            ParseKeyError::Length {
                expected: 64,
                found: 65,
            },
        ),
        (
            format!("{}-{}", &good[..20], &good[21..]),
            ParseKeyError::Character,
        ),
        (format!("{}ä", &good[..62]), ParseKeyError::Character),
        (format!("{}\0", &good[..63]), ParseKeyError::Character),
        (beyond_128_bits, ParseKeyError::Checksum),
        (
            format!("aiia_key_live_{}", "z".repeat(50)),
            ParseKeyError::Checksum,
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(live().parse(&text).unwrap_err(), expected, "{text:?}");
    }
}

#[test]
fn messages_say_what_to_do_and_show_none_of_the_key() {
    let key = KeyFormat::aiia(Environment::Test).generate([9; 32]);
    let refused = live().parse(key.expose()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "this is a test key, and only live keys are accepted here"
    );
    for text in ["x", &key.expose()[..40]] {
        assert!(
            !live()
                .parse(text)
                .unwrap_err()
                .to_string()
                .contains(&key.expose()[14..20])
        );
    }
    let messages: Vec<String> = [
        live().parse("x").unwrap_err(),
        live().parse("aiia_key_live_x").unwrap_err(),
        ParseKeyError::Character,
        ParseKeyError::Checksum,
    ]
    .iter()
    .map(ToString::to_string)
    .collect();
    assert!(messages[0].contains("aiia_key_live_"), "{messages:?}");
    assert!(messages[1].contains("copy it whole"), "{messages:?}");
    assert!(messages[2].contains("letters, digits"), "{messages:?}");
    assert!(messages[3].contains("mistyped"), "{messages:?}");
}

#[test]
fn prefixes_are_short_plain_words() {
    for prefix in ["ab", "acme_key", "a1", "a__b", &"a".repeat(32)] {
        assert!(
            KeyFormat::new(prefix, Environment::Live).is_ok(),
            "{prefix}"
        );
    }
    for prefix in [
        "",
        "a",
        "1a",
        "_ab",
        "ab_",
        "aB",
        "a-b",
        "ä1",
        "a b",
        &"a".repeat(33),
    ] {
        assert_eq!(
            KeyFormat::new(prefix, Environment::Live),
            Err(InvalidPrefix),
            "{prefix}"
        );
    }
    assert!(InvalidPrefix.to_string().contains("acme_key"));
}

#[test]
fn debug_shows_only_the_mask() {
    let key = live().generate([9; 32]);
    let mask = format!("•••••{}", &key.expose()[60..]);
    assert_eq!(format!("{key:?}"), format!("KeyString({mask})"));
    assert_eq!(
        format!("{:?}", key.as_presented()),
        format!("PresentedKey({mask})")
    );
    assert_eq!(format!("{:?}", key.mask()), format!("KeyMask({mask})"));
    assert_eq!(key.as_presented().mask(), key.mask());
    assert_eq!(format!("{:?}", live()), "KeyFormat(aiia_key_live_…)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn every_generated_key_parses_in_its_own_environment_only(random: [u8; 32]) {
        let key = live().generate(random);
        prop_assert!(live().parse(key.expose()).is_ok());
        let elsewhere = KeyFormat::aiia(Environment::Test);
        prop_assert_eq!(
            elsewhere.parse(key.expose()).unwrap_err(),
            ParseKeyError::OtherEnvironment { accepted: Environment::Test }
        );
    }

    #[test]
    fn what_parses_is_what_its_bytes_generate(random: [u8; 32]) {
        let key = live().generate(random);
        let half = |from: usize| {
            base62::decode(&key.expose()[from..from + 22]).unwrap().to_be_bytes()
        };
        prop_assert_eq!([half(14), half(36)].concat(), random);
    }

    #[test]
    fn one_changed_character_is_always_noticed(random: [u8; 32], at in 0_usize..64, to in "[0-9A-Za-z_]") {
        let key = live().generate(random);
        let mut changed = key.expose().to_owned();
        changed.replace_range(at..=at, &to);
        prop_assume!(changed != key.expose());
        prop_assert!(live().parse(&changed).is_err());
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "(aiia_key_(live|test)_)?.{0,70}") {
        prop_assert!(live().parse(&text).is_err());
    }
}
