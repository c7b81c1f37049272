//! `docs/vectors/key.json` is what this code computes.
//!
//! After a change on purpose: `UPDATE_VECTORS=1 cargo test -p aiia-keys-domain --test key_vectors`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{env, fmt::Write as _, fs, path::PathBuf};

use aiia_keys_domain::{Environment, KeyFormat, Pepper, PepperId};
use serde_json::{Value, json};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// Random parts that show padding, order and range: zeros, ones, a count, and single bits.
fn randoms() -> [[u8; 32]; 5] {
    let count = std::array::from_fn(|at| u8::try_from(at).unwrap());
    let mut lowest = [0; 32];
    lowest[31] = 1;
    let mut highest = [0; 32];
    highest[0] = 0x80;
    [[0; 32], [0xff; 32], count, lowest, highest]
}

fn formats() -> [(&'static str, KeyFormat); 3] {
    [
        ("aiia_key", KeyFormat::aiia(Environment::Live)),
        ("aiia_key", KeyFormat::aiia(Environment::Test)),
        (
            "acme_key",
            KeyFormat::new("acme_key", Environment::Live).unwrap(),
        ),
    ]
}

fn valid() -> Vec<Value> {
    let pepper_bytes: [u8; 32] = std::array::from_fn(|at| 0x80 + u8::try_from(at).unwrap());
    let pepper = Pepper::new(PepperId::new(1), pepper_bytes);
    let mut vectors = Vec::new();
    for (prefix, format) in formats() {
        for random in randoms() {
            let key = format.generate(random);
            vectors.push(json!({
                "prefix": prefix,
                "environment": format.environment().as_str(),
                "random": hex(&random),
                "key": key.expose(),
                "last_four": key.mask().last_four(),
                "pepper": hex(&pepper_bytes),
                "digest": hex(pepper.digest(&key.as_presented()).as_bytes()),
            }));
        }
    }
    vectors
}

/// Texts that a server of live `aiia_key` keys refuses, each for one reason.
fn invalid() -> Vec<Value> {
    let format = KeyFormat::aiia(Environment::Live);
    let good = format.generate(randoms()[2]);
    let good = good.expose();
    let test = KeyFormat::aiia(Environment::Test).generate(randoms()[2]);
    let mut last = good.to_owned();
    let other = if last.pop() == Some('0') { '1' } else { '0' };
    last.push(other);
    [
        ("empty", String::new()),
        ("another prefix", good.replacen("aiia", "acme", 1)),
        ("capital head", good.replacen("aiia", "AIIA", 1)),
        ("the other environment", test.expose().to_owned()),
        ("one character short", good[..63].to_owned()),
        ("one character long", format!("{good}0")),
        ("a blank before", format!(" {good}")),
        (
            "a digit outside the alphabet",
            good.replacen(&good[30..31], "-", 1),
        ),
        ("a checksum that does not fit", last),
        (
            "a half above 2^128 - 1, with a fitting checksum",
            format!(
                "aiia_key_live_{}7n42DGM5Tflk9n8mt7Fhc84aVlfl",
                "0".repeat(22)
            ),
        ),
    ]
    .into_iter()
    .map(|(why, text)| {
        assert!(format.parse(&text).is_err(), "{why}");
        json!({ "why": why, "text": text })
    })
    .collect()
}

#[test]
fn the_committed_vectors_are_what_the_code_computes() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/vectors/key.json");
    let computed = json!({ "valid": valid(), "invalid": invalid() });
    let computed = serde_json::to_string_pretty(&computed).unwrap() + "\n";
    if env::var_os("UPDATE_VECTORS").is_some() {
        fs::write(&path, &computed).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), computed);
}
