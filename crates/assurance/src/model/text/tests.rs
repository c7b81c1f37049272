use proptest::prelude::*;

use super::*;

/// The rule as it is told, without a short way for what is usual.
fn slowly(text: &str, max: usize, shape: Shape) -> Result<Box<str>, &'static str> {
    let text = text.trim().replace("\r\n", "\n");
    let runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    if shape == Shape::Line && text.contains('\n') {
        Err("has a line break")
    } else if text.chars().any(is_invisible) {
        Err("has the invisible")
    } else if text.is_empty() {
        Err("is empty")
    } else if text.chars().count() > max {
        Err("has")
    } else if runs
        .into_iter()
        .any(|run| run.len() >= 44 && !is_hexadecimal(run.as_bytes()))
    {
        Err("looks")
    } else {
        Ok(text.into())
    }
}

proptest! {
    #[test]
    fn every_text_is_read_by_the_same_rule(
        text in "([ -~]|[a-z]{1,50}|[A-F0-9]{40,60}|\r\n|\n|\t|\r|\u{7f}|\0|ä|\u{200b}| ){0,20}",
        max in 0_usize..80,
        line in any::<bool>(),
    ) {
        let shape = if line { Shape::Line } else { Shape::Paragraphs };
        match (read("field", &text, max, shape), slowly(&text, max, shape)) {
            (Ok(found), Ok(expected)) => prop_assert_eq!(found, expected),
            (Err(refused), Err(expected)) => {
                let said = refused.to_string();
                prop_assert!(said.starts_with(&format!("field {expected}")), "{}", said);
            }
            (found, expected) => prop_assert!(false, "{:?} instead of {:?}", found, expected),
        }
    }
}

#[test]
fn blanks_around_are_dropped_and_line_ends_are_one_character() {
    let text = FindingDescription::new(" \r\nFirst.\r\n\tSecond. \n").unwrap();
    assert_eq!(text.as_str(), "First.\n\tSecond.");
}

#[test]
fn characters_are_counted_not_bytes() {
    assert!(FindingTitle::new(&"ä".repeat(200)).is_ok());
    let refused = FindingTitle::new(&"ä".repeat(201)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "title has 201 characters: at most 200 are allowed"
    );
}

#[test]
fn refusals_name_the_field_and_the_cure() {
    let refusals = [
        Note::new(" \n ").unwrap_err(),
        OwnerName::new("two\nlines").unwrap_err(),
        RecommendationText::new("a\u{202e}b").unwrap_err(),
        EntityName::new("a\0b").unwrap_err(),
    ];
    assert_eq!(
        refusals.each_ref().map(ToString::to_string),
        [
            "note is empty: give it at least one visible character",
            "owner has a line break: write it on one line",
            "text has the invisible character U+202E: remove control and text direction characters",
            "name has the invisible character U+0000: remove control and text direction characters",
        ]
    );
    assert_eq!(refusals[1].field(), "owner");
}

#[test]
fn a_key_is_refused_and_a_digest_is_not() {
    let key = format!("aiia_key_live_{}", "k3Y".repeat(17));
    let refused = FindingDescription::new(&format!("It was {key}.")).unwrap_err();
    assert!(refused.to_string().contains("leave it out"), "{refused}");
    assert!(!format!("{refused:?}").contains("k3Y"));
    for digest in ["0123456789abcdef".repeat(4), "0123456789ABCDEF".repeat(8)] {
        assert!(FindingDescription::new(&digest).is_ok());
    }
    assert!(FindingDescription::new(&"aA".repeat(22)).is_err());
}
