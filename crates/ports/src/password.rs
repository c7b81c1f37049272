//! Hashing of passwords.

use std::fmt;

use aiia_keys_domain::Password;
use async_trait::async_trait;
use zeroize::Zeroizing;

/// Hashes passwords, slowly on purpose.
///
/// An implementation keeps the work off the threads that serve requests and bounds how much of it
/// is done at once; who comes when it is busy waits.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PasswordHasher: Send + Sync {
    /// The hash to store for a new password.
    ///
    /// # Errors
    /// When there is no randomness for the salt, or no memory.
    async fn hash(&self, password: Password) -> Result<PasswordHash, HashingFailed>;

    /// Whether a password is the one that was hashed. Takes as long without a hash as with one, so
    /// that an answer does not tell who has an account.
    ///
    /// # Errors
    /// When the hash cannot be read, or there is no memory.
    async fn verify(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, HashingFailed>;
}

/// A password could not be hashed or compared.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed: {0}")]
pub struct HashingFailed(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// The hash of a password in PHC string form, as a password hashing library writes and reads it.
///
/// It cannot be printed, and its memory is wiped when it is dropped: a weak password could be guessed from it.
pub struct PasswordHash(Zeroizing<String>);

impl PasswordHash {
    /// Takes a hash in.
    pub fn new(phc: impl Into<String>) -> Self {
        Self(Zeroizing::new(phc.into()))
    }

    /// The hash, for storage and comparison.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}
