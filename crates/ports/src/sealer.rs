//! Secrets of others, kept so that the database alone does not give them away.

use std::fmt;

use aiia_keys_domain::PepperId;
use zeroize::Zeroizing;

/// Seals secrets that have to be used again, such as credentials for a source, and opens them.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Sealer: Send + Sync {
    /// Seals a secret for one place, such as one connector of one organization.
    ///
    /// `place` is not secret. What was sealed for one place is opened for no other, so that nobody who
    /// can write the database moves a secret to where they can have it used.
    ///
    /// # Errors
    /// When there is no randomness.
    fn seal(&self, place: &[u8], secret: &[u8]) -> Result<Sealed, SealingFailed>;

    /// The secret that was sealed for this place.
    ///
    /// # Errors
    /// When the pepper that it was sealed under is not there, or it is not what was sealed for this place.
    fn open(&self, place: &[u8], sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, OpeningFailed>;

    /// Whether a secret was sealed under the current pepper; otherwise it is to be sealed anew before
    /// its pepper is taken away.
    fn is_current(&self, sealed: &Sealed) -> bool;
}

/// A sealed secret, for storage.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The pepper that its key is derived from.
    pub pepper: PepperId,
    /// What is to be stored; only the sealer knows its form.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({}, …)", self.pepper)
    }
}

/// A secret was not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealingFailed {
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] crate::EntropyUnavailable),
    /// It is longer than can be sealed.
    #[error("the secret is longer than can be sealed")]
    TooLong,
}

/// A sealed secret was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpeningFailed {
    /// The pepper is not there.
    #[error(
        "pepper {0} is not in the peppers file: put it back as a retired one, or give the secret anew"
    )]
    UnknownPepper(PepperId),
    /// It was changed, or was sealed for another place.
    #[error("the sealed secret was changed, or belongs somewhere else: give the secret anew")]
    Changed,
}
