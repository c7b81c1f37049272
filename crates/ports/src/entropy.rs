//! Randomness.

use aiia_keys_domain::Timestamp;
use uuid::{Builder, Uuid};

/// Gives random bytes that nobody can guess.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Entropy: Send + Sync {
    /// Fills `bytes` from a cryptographically secure source.
    ///
    /// # Errors
    /// When the source fails; `bytes` must not be used then.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyUnavailable>;
}

/// The system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system's source of randomness failed")]
pub struct EntropyUnavailable;

/// Makes a UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits.
///
/// Ids of this kind grow with time, which keeps index pages together; all they tell is when they were made.
///
/// # Errors
/// When there is no randomness to be had.
pub fn generate_uuid(entropy: &dyn Entropy, now: Timestamp) -> Result<Uuid, EntropyUnavailable> {
    let mut random = [0; 10];
    entropy.fill(&mut random)?;
    Ok(uuid_at(now, &random))
}

/// A UUID of version 7 (RFC 9562) of an instant, with these bits where random ones are expected: all
/// but six of them.
///
/// For who draws them otherwise than one by one; [`generate_uuid`] draws new ones.
pub fn uuid_at(now: Timestamp, random: &[u8; 10]) -> Uuid {
    let millis = u64::try_from(now.unix_micros().div_euclid(1_000)).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting(bool);

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyUnavailable> {
            bytes
                .iter_mut()
                .zip(1..)
                .for_each(|(byte, number)| *byte = number);
            if self.0 {
                Ok(())
            } else {
                Err(EntropyUnavailable)
            }
        }
    }

    #[test]
    fn an_id_is_a_version_7_uuid_of_the_instant() {
        let now = Timestamp::from_unix_micros(1_700_000_000_123_456).unwrap();
        let id = generate_uuid(&Counting(true), now).unwrap();
        assert_eq!(id.to_string(), "018bcfe5-687b-7102-8304-05060708090a");
        assert_eq!(id.get_version_num(), 7);
    }

    #[test]
    fn without_randomness_there_is_no_id() {
        let refused = generate_uuid(&Counting(false), Timestamp::UNIX_EPOCH);
        assert_eq!(refused, Err(EntropyUnavailable));
    }
}
