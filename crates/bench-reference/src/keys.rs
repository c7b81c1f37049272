//! Keys by the thousand, with the digests that the database finds them by.

use std::{fs, io::Write};

use aiia_keys_domain::{Environment, KeyFormat, Pepper, PepperId};
use anyhow::{Context as _, Result, ensure};
use fastrand::Rng;

/// Where the made-up randomness begins: every run has the same keys.
const SEED: u64 = 1;

/// Writes so many keys, one a line, each with its digest under the first pepper of a file as
/// PostgreSQL writes bytes.
pub(crate) fn write(peppers_file: &str, count: usize, out: &mut impl Write) -> Result<()> {
    let peppers = fs::read_to_string(peppers_file).context("the peppers cannot be read")?;
    let pepper = first(&peppers)?;
    let format = KeyFormat::aiia(Environment::Live);
    let mut rng = Rng::with_seed(SEED);
    for _ in 0..count {
        let mut random = [0; 32];
        rng.fill(&mut random);
        let key = format.generate(random);
        let digest = pepper.digest(&key.as_presented());
        write!(out, "{},\\x", key.expose())?;
        for byte in digest.as_bytes() {
            write!(out, "{byte:02x}")?;
        }
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

/// A number and 64 hexadecimal digits.
fn first(peppers: &str) -> Result<Pepper> {
    let line = peppers.lines().next().unwrap_or_default();
    let (id, digits) = line.split_once(' ').context("there is no pepper")?;
    ensure!(digits.len() == 64, "a pepper has 64 hexadecimal digits");
    let mut secret = [0; 32];
    for (byte, pair) in secret.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(str::from_utf8(pair)?, 16)?;
    }
    Ok(Pepper::new(PepperId::new(id.parse()?), secret))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_key_is_another_one_and_has_its_own_digest() {
        let file = std::env::temp_dir().join(format!("reference-keys-{}", std::process::id()));
        fs::write(&file, format!("7 {}\n", "5a".repeat(32))).unwrap();
        let mut out = Vec::new();
        write(file.to_str().unwrap(), 100, &mut out).unwrap();
        fs::remove_file(file).unwrap();
        let text = String::from_utf8(out).unwrap();
        let format = KeyFormat::aiia(Environment::Live);
        let pepper = Pepper::new(PepperId::new(7), [0x5a; 32]);
        let mut seen = HashSet::new();
        for line in text.lines() {
            let (key, digest) = line.split_once(",\\x").unwrap();
            let expected = pepper.digest(&format.parse(key).unwrap());
            let found = digest
                .as_bytes()
                .chunks_exact(2)
                .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap());
            assert_eq!(found.collect::<Vec<_>>(), expected.as_bytes());
            seen.insert(key);
        }
        assert_eq!(seen.len(), 100);
    }

    #[test]
    fn what_is_no_pepper_is_refused() {
        for text in ["", "1", "1 5a", "one 5a"] {
            assert!(first(text).is_err(), "{text}");
        }
    }
}
