//! The search for keys in what runs leave, by what docs/key-format.md tells leak scanners.
//!
//! The tests' own search goes by the domain crate. This tool does without our crates, so that it runs
//! while they do not compile; the fixed vectors hold the two to the same format.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use memchr::memmem;

/// What keys begin with, as the format has it without a deployment's own prefix.
const PREFIX: &str = "aiia_key_";
const ENVIRONMENTS: [&str; 2] = ["live_", "test_"];
/// Digits of the random part.
const RANDOM: usize = 44;
/// Digits of the checksum.
const CHECKSUM: usize = 6;
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Where keys begin in some bytes. What only looks like one is none: its checksum does not fit.
pub(crate) fn keys_in(bytes: &[u8]) -> Vec<usize> {
    memmem::find_iter(bytes, PREFIX)
        .filter(|at| bytes.get(*at..).is_some_and(begins_with_key))
        .collect()
}

fn begins_with_key(bytes: &[u8]) -> bool {
    let covered = PREFIX.len() + ENVIRONMENTS[0].len() + RANDOM;
    let (Some(covered), Some(checksum)) =
        (bytes.get(..covered), bytes.get(covered..covered + CHECKSUM))
    else {
        return false;
    };
    let rest = &covered[PREFIX.len()..];
    ENVIRONMENTS
        .iter()
        .any(|environment| rest.starts_with(environment.as_bytes()))
        && rest[ENVIRONMENTS[0].len()..]
            .iter()
            .all(u8::is_ascii_alphanumeric)
        && checksum == checksum_of(covered)
}

fn checksum_of(covered: &[u8]) -> [u8; CHECKSUM] {
    let mut left = crc32fast::hash(covered) as usize;
    let mut checksum = [0; CHECKSUM];
    for digit in checksum.iter_mut().rev() {
        *digit = DIGITS[left % DIGITS.len()];
        left /= DIGITS.len();
    }
    checksum
}

/// Fails when a file, or any file below a folder, holds a key; names the files and not the keys.
pub(crate) fn ensure_none_in(place: &Path) -> Result<()> {
    let mut found = Vec::new();
    search(place, &mut found).with_context(|| format!("cannot search {}", place.display()))?;
    found.sort();
    let shown: Vec<_> = found
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    ensure!(found.is_empty(), "a key is in {}", shown.join(", "));
    Ok(())
}

fn search(place: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let kind = fs::symlink_metadata(place)?.file_type();
    if kind.is_dir() {
        for entry in fs::read_dir(place)? {
            match search(&entry?.path(), found) {
                // A server that is still ending removes files.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                searched => searched?,
            }
        }
    } else if kind.is_file() && !keys_in(&fs::read(place)?).is_empty() {
        found.push(place.to_owned());
    }
    Ok(())
}

/// A key of no deployment, for tests of who searches.
#[cfg(test)]
pub(crate) fn planted() -> String {
    let covered = format!("{PREFIX}{}{}", ENVIRONMENTS[0], "0a".repeat(RANDOM / 2));
    let checksum = checksum_of(covered.as_bytes());
    covered + &String::from_utf8_lossy(&checksum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;

    #[test]
    fn the_fixed_vectors_are_found() {
        let vectors = fs::read(workspace::root().join("docs/vectors/key.json")).unwrap();
        let vectors: serde_json::Value = serde_json::from_slice(&vectors).unwrap();
        let keys: Vec<_> = vectors["valid"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|vector| vector["prefix"] == "aiia_key")
            .filter_map(|vector| vector["key"].as_str())
            .collect();
        assert_eq!(keys.len(), 10);
        for key in keys {
            assert_eq!(keys_in(format!("a {key}\"").as_bytes()), [2], "{key}");
        }
    }

    #[test]
    fn what_only_looks_like_a_key_is_none() {
        let key = planted();
        assert_eq!(keys_in(key.as_bytes()), [0]);
        let mistyped = key.replacen("0a", "0b", 1);
        for text in [&*mistyped, &key[..63], &key[1..], PREFIX, ""] {
            assert_eq!(keys_in(text.as_bytes()), [0; 0], "{text}");
        }
        let other = key.replacen("live", "life", 1);
        assert_eq!(keys_in(other.as_bytes()), [0; 0]);
    }

    #[test]
    fn every_key_in_a_text_is_found() {
        let key = planted();
        let text = [PREFIX, &key, "\u{fffd}", &key].concat();
        assert_eq!(keys_in(text.as_bytes()), [9, 9 + 64 + 3]);
    }

    #[test]
    fn files_with_a_key_are_named_and_the_key_is_not() {
        let folder = std::env::temp_dir().join(format!("xtask-leaks-{}", std::process::id()));
        let deep = folder.join("a/b");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("clean.log"), "nothing").unwrap();
        ensure_none_in(&folder).unwrap();
        fs::write(
            deep.join("leaky.log"),
            [&[0xff, 0], planted().as_bytes()].concat(),
        )
        .unwrap();
        let told = ensure_none_in(&folder).unwrap_err().to_string();
        assert!(told.ends_with("a/b/leaky.log"), "{told}");
        assert!(keys_in(told.as_bytes()).is_empty());
        assert!(ensure_none_in(&deep.join("leaky.log")).is_err());
        ensure_none_in(&folder.join("missing")).unwrap_err();
        fs::remove_dir_all(folder).unwrap();
    }
}
