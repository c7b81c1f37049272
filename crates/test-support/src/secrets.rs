//! Whatever was issued is found nowhere afterwards.
//!
//! A harness tells [`Secrets::issued`] what it is given and what it sets: what the service answers
//! ([`Secrets::received`]), peppers, passwords; where it hands out the randomness itself, [`Told`] does.
//! When a test ends, what it leaves is searched: every [`TestDatabase`](crate::TestDatabase) does so
//! with its files and the log of its process; who runs the program does so with its log and its data
//! folder.
//! Keys need not be told: whatever has the form of one, with a checksum that fits, is one.

mod log;
mod search;
mod told;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, PoisonError},
};

pub(crate) use self::log::Log;
pub use self::{
    search::{Leak, Search, assert_none},
    told::Told,
};

/// A secret must be so long that nothing else looks like it by chance.
const SHORTEST: usize = 8;
/// What stands before a token wherever one is answered; an organization and a dot may be in between.
const TOKEN_FOLLOWS: &[&str] = &[
    "aiia_session=",
    "/invitation#",
    "/setup/",
    "\"token\":\"",
    "\"token\": \"",
];
/// Digits of a token.
const TOKEN: usize = 64;
/// Characters of an organization's id, and the dot.
const ORGANIZATION: usize = 37;

/// Secrets that must be found nowhere, each with what it is.
#[derive(Default)]
pub struct Secrets(Mutex<BTreeMap<Vec<u8>, &'static str>>);

impl Secrets {
    /// Those of this process.
    pub fn issued() -> &'static Self {
        static ISSUED: Secrets = Secrets(Mutex::new(BTreeMap::new()));
        &ISSUED
    }

    /// A secret as it is written.
    ///
    /// # Panics
    /// When it is so short that it would be found by chance.
    pub fn add(&self, what: &'static str, secret: impl AsRef<[u8]>) {
        let secret = secret.as_ref();
        assert!(
            secret.len() >= SHORTEST,
            "a {what} of {} bytes would be found by chance",
            secret.len()
        );
        let mut secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.insert(secret.to_vec(), what);
    }

    /// Random bytes, and the hexadecimal digits that stand for them.
    pub fn add_bytes(&self, what: &'static str, bytes: &[u8]) {
        let digits: Vec<u8> = bytes
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 0xf])
            .map(|digit| b"0123456789abcdef"[usize::from(digit)])
            .collect();
        self.add(what, digits);
        self.add(what, bytes);
    }

    /// Hexadecimal digits, and the random bytes that they stand for.
    ///
    /// # Panics
    /// When they are none.
    pub fn add_digits(&self, what: &'static str, digits: &str) {
        let bytes: Option<Vec<u8>> = (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
            .collect();
        assert!(bytes.is_some(), "a {what} that is not hexadecimal");
        self.add_bytes(what, &bytes.unwrap_or_default());
    }

    /// The peppers of a deployment, as its file holds them.
    pub fn add_peppers(&self, file: &str) {
        for line in file.lines() {
            if let Some((_, digits)) = line.split_once(' ') {
                self.add_digits("pepper", digits.trim());
            }
        }
    }

    /// Every key and every token in a text that was answered to the test or printed for it.
    pub fn received(&self, text: &str) {
        for key in search::keys_in(text.as_bytes()) {
            // The random part: what stands around it is no secret.
            self.add("key", &key[14..58]);
        }
        for start in TOKEN_FOLLOWS {
            for (at, _) in text.match_indices(start) {
                let rest = &text.as_bytes()[at + start.len()..];
                let behind = rest.get(ORGANIZATION..).unwrap_or_default();
                if let Some(token) = token(rest).or_else(|| token(behind)) {
                    self.add_digits("token", token);
                }
            }
        }
    }

    /// A search for these, and for keys.
    pub fn search(&self) -> Search {
        let secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Search::new(secrets.iter().map(|(secret, what)| (&**secret, *what)))
    }
}

fn token(text: &[u8]) -> Option<&str> {
    let digits = text.get(..TOKEN)?;
    let sound = digits
        .iter()
        .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    sound.then(|| str::from_utf8(digits).ok()).flatten()
}

/// Shows none of them.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

#[cfg(test)]
mod tests;
