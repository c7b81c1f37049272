//! Requests that a caller may repeat without doing them twice.

use std::{fmt, time::Duration};

use crate::{Actor, Subject, Timestamp};

/// What a caller names one request by, so that a repeat is known: 1 to 255 visible ASCII characters.
///
/// What is kept is its digest: callers put what they like into it.
///
/// ```
/// use aiia_keys_domain::IdempotencyKey;
///
/// assert!(IdempotencyKey::new("018bcfe5-687b-7102-8304-05060708090a").is_ok());
/// assert!(IdempotencyKey::new("").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey([u8; 32]);

impl IdempotencyKey {
    /// Takes a name in.
    ///
    /// # Errors
    /// When it is empty, too long, or holds anything but visible ASCII characters.
    pub fn new(text: &str) -> Result<Self, InvalidIdempotencyKey> {
        let sound = (1..=255).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if sound {
            let context = "aiia-keys 2026 idempotency key digest v1";
            Ok(Self(blake3::derive_key(context, text.as_bytes())))
        } else {
            Err(InvalidIdempotencyKey)
        }
    }

    /// Takes a stored digest back.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest, for storage.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A text cannot name a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidIdempotencyKey;

impl fmt::Display for InvalidIdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "1 to 255 visible ASCII characters are expected, such as a UUID of the caller's own",
        )
    }
}

impl std::error::Error for InvalidIdempotencyKey {}

/// BLAKE3 of what was asked for: the operation, what it is about, and the body, byte by byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestDigest([u8; 32]);

impl RequestDigest {
    /// Digests a request.
    pub fn of(operation: &str, body: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("aiia-keys 2026 request digest v1");
        // The length first, so that no two requests are written alike.
        hasher.update(
            &u64::try_from(operation.len())
                .unwrap_or(u64::MAX)
                .to_be_bytes(),
        );
        hasher.update(operation.as_bytes());
        hasher.update(body);
        Self(*hasher.finalize().as_bytes())
    }

    /// Takes a stored digest back.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest, for storage.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// That a request was done, and what it made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneRequest {
    /// Who asked: names of different callers have nothing to do with each other.
    pub actor: Actor,
    /// What they named it by.
    pub key: IdempotencyKey,
    /// What they asked for.
    pub request: RequestDigest,
    /// What was made.
    pub made: Subject,
    /// When.
    pub at: Timestamp,
}

impl DoneRequest {
    /// How long a repeat is known. Afterwards the name may be used for another request.
    pub const LIFETIME: Duration = Duration::from_hours(24);

    /// What a repeat made when it was done first; `None` when that is too long ago.
    ///
    /// # Errors
    /// When the same name was used for another request.
    pub fn repeat(
        self,
        request: RequestDigest,
        now: Timestamp,
    ) -> Result<Option<Subject>, KeyReused> {
        if now >= self.at.saturating_add(Self::LIFETIME) {
            Ok(None)
        } else if self.request == request {
            Ok(Some(self.made))
        } else {
            Err(KeyReused)
        }
    }
}

/// A name was used for another request before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyReused;

impl fmt::Display for KeyReused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "this Idempotency-Key was sent with another request in the last 24 hours: use a new one \
             for each request, and the same one only to repeat it unchanged",
        )
    }
}

impl std::error::Error for KeyReused {}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::UNIX_EPOCH.saturating_add(Duration::from_secs(seconds))
    }

    fn done() -> DoneRequest {
        DoneRequest {
            actor: Actor::Operator,
            key: IdempotencyKey::new("one").unwrap(),
            request: RequestDigest::of("POST /keys", b"{}"),
            made: Subject::Organization,
            at: at(0),
        }
    }

    #[test]
    fn a_repeat_is_known_for_a_day_and_another_request_is_not_one() {
        const DAY: u64 = 24 * 60 * 60;
        let same = RequestDigest::of("POST /keys", b"{}");
        let other = RequestDigest::of("POST /keys", b"{ }");
        assert_eq!(
            done().repeat(same, at(DAY - 1)),
            Ok(Some(Subject::Organization))
        );
        assert_eq!(done().repeat(other, at(DAY - 1)), Err(KeyReused));
        assert_eq!(done().repeat(same, at(DAY)), Ok(None));
        assert_eq!(done().repeat(other, at(DAY)), Ok(None));
    }

    #[test]
    fn operation_and_body_do_not_run_into_each_other() {
        assert_ne!(RequestDigest::of("ab", b"c"), RequestDigest::of("a", b"bc"));
    }

    #[test]
    fn a_name_is_a_short_visible_text() {
        for text in ["", " ", "a b", "é", "\u{7f}", &"x".repeat(256)] {
            assert_eq!(
                IdempotencyKey::new(text),
                Err(InvalidIdempotencyKey),
                "{text}"
            );
        }
        assert!(IdempotencyKey::new(&"x".repeat(255)).is_ok());
    }
}
