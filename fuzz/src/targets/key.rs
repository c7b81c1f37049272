//! API keys.

use aiia_keys_domain::{Environment, KeyFormat, ParseKeyError};

use super::with_text;
use crate::verdict::Verdict;

/// Accepts what can be generated and nothing near it, and a refusal repeats nothing of what was presented.
pub(super) fn run(input: &[u8]) -> Verdict {
    let format = KeyFormat::aiia(Environment::Live);
    if let Some(random) = input.first_chunk::<32>() {
        generated_keys_are_recognised(&format, *random);
    }
    with_text(input, |text| match format.parse(text) {
        Ok(presented) => {
            assert_eq!(text.len(), format.key_len(), "a key has its length");
            assert_eq!(
                presented.mask().last_four(),
                &text[text.len() - 4..],
                "the mask shows the last four"
            );
            assert!(
                !format!("{presented:?}").contains(text),
                "a key is not printed"
            );
            near_misses_are_refused(&format, text);
            Verdict::Accepted
        }
        Err(refused) => {
            let secret = text.strip_prefix(format.head()).unwrap_or_default();
            let said = refused.to_string();
            assert!(
                secret.len() < 12 || !said.contains(secret),
                "a refusal repeats what was presented"
            );
            Verdict::Refused
        }
    })
}

fn generated_keys_are_recognised(format: &KeyFormat, random: [u8; 32]) {
    let key = format.generate(random);
    assert!(
        format.parse(key.expose()).is_ok(),
        "a generated key is recognised"
    );
    let test = KeyFormat::aiia(Environment::Test);
    let other = test.parse(key.expose()).err();
    assert!(
        matches!(other, Some(ParseKeyError::OtherEnvironment { .. })),
        "the other environment refuses it"
    );
}

/// A checksum of 32 bits finds every change of one character.
fn near_misses_are_refused(format: &KeyFormat, key: &str) {
    for place in format.head().len()..key.len() {
        let replacement = if key.as_bytes()[place] == b'0' {
            "1"
        } else {
            "0"
        };
        let mut changed = key.to_owned();
        changed.replace_range(place..=place, replacement);
        assert!(
            format.parse(&changed).is_err(),
            "a changed character is found"
        );
    }
}
