//! The id that every request has, in the log, the trail and the answer.

use std::sync::{
    OnceLock,
    atomic::{AtomicU64, Ordering},
};

use actix_web::http::header::{HeaderMap, HeaderName};
use aiia_keys_domain::{RequestId, Timestamp};
use aiia_keys_ports::{Entropy, EntropyUnavailable, uuid_at};
use uuid::Uuid;

/// `X-Request-Id`.
pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id that the caller chose, when it is a valid one.
///
/// A wrong one is replaced and not refused: a request must not fail for the sake of its name.
fn chosen(headers: &HeaderMap) -> Option<RequestId> {
    let mut all = headers.get_all(X_REQUEST_ID);
    let only = all.next()?;
    if all.next().is_some() {
        return None;
    }
    RequestId::new(only.to_str().ok()?).ok()
}

/// Makes ids for requests that bring none.
///
/// They need to differ, and nothing hangs on whether they can be guessed. So their random bits are
/// drawn once and counted on from there (RFC 9562, section 6.2, method 2): the system is not asked
/// with every request.
#[derive(Debug, Default)]
pub(crate) struct RequestIds {
    first: OnceLock<[u8; 10]>,
    made: AtomicU64,
}

impl RequestIds {
    /// The id of a request with these headers: the one that the caller chose, or else a new one.
    ///
    /// # Errors
    /// When there is no randomness to begin with.
    pub(crate) fn of(
        &self,
        headers: &HeaderMap,
        entropy: &dyn Entropy,
        now: Timestamp,
    ) -> Result<RequestId, EntropyUnavailable> {
        chosen(headers).map_or_else(|| self.next(entropy, now), Ok)
    }

    fn next(&self, entropy: &dyn Entropy, now: Timestamp) -> Result<RequestId, EntropyUnavailable> {
        let first = if let Some(first) = self.first.get() {
            first
        } else {
            let mut random = [0; 10];
            entropy.fill(&mut random)?;
            self.first.get_or_init(|| random)
        };
        let id = uuid_at(
            now,
            &counted(*first, self.made.fetch_add(1, Ordering::Relaxed)),
        );
        let mut text = Uuid::encode_buffer();
        // A UUID is a valid id of a request.
        RequestId::from_stored(&*id.hyphenated().encode_lower(&mut text))
            .map_err(|_| EntropyUnavailable)
    }
}

/// So many after the first, its bytes taken as one number that begins again at its end.
fn counted(first: [u8; 10], many: u64) -> [u8; 10] {
    let mut wide = [0; 16];
    if let Some(end) = wide.last_chunk_mut() {
        *end = first;
    }
    let number = u128::from_be_bytes(wide).wrapping_add(many.into());
    number.to_be_bytes().last_chunk().copied().unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use aiia_keys_ports::mock::MockEntropy;

    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_unix_micros(1_700_000_000_123_456).unwrap()
    }

    #[test]
    fn ids_go_on_from_what_was_drawn_once() {
        let mut entropy = MockEntropy::new();
        entropy.expect_fill().once().returning(|bytes| {
            bytes.fill(0xff);
            Ok(())
        });
        let ids = RequestIds::default();
        let next = || ids.next(&entropy, now()).unwrap().as_str().to_owned();
        assert_eq!(next(), "018bcfe5-687b-7fff-bfff-ffffffffffff");
        assert_eq!(next(), "018bcfe5-687b-7000-8000-000000000000");
        assert_eq!(next(), "018bcfe5-687b-7000-8000-000000000001");
    }

    #[test]
    fn without_randomness_there_is_none_and_it_is_asked_for_again() {
        let mut entropy = MockEntropy::new();
        let mut asked = 0;
        entropy.expect_fill().times(2).returning(move |_| {
            asked += 1;
            if asked == 1 {
                Err(EntropyUnavailable)
            } else {
                Ok(())
            }
        });
        let ids = RequestIds::default();
        assert_eq!(ids.next(&entropy, now()), Err(EntropyUnavailable));
        assert!(ids.next(&entropy, now()).is_ok());
    }
}
