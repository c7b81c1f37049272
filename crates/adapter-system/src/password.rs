//! Hashing of passwords with Argon2id.

use std::{error::Error, fmt, sync::Arc};

use aiia_keys_domain::Password;
use aiia_keys_ports::{Entropy as _, HashingFailed, PasswordHash, PasswordHasher};
use argon2::{
    Argon2,
    password_hash::{Error as HashError, PasswordHasher as _, PasswordVerifier as _, phc},
};
use async_trait::async_trait;
use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::SystemEntropy;

/// Passwords that are worked on at once: each takes 19 MiB and a processor for some 15 ms.
const AT_ONCE: usize = 2;
/// Bytes of salt (RFC 9106, section 3.1, recommends 16).
const SALT: usize = 16;

/// Argon2id with the parameters that OWASP recommends (19 MiB, 2 passes, 1 lane), off the threads
/// that serve requests, two at once.
pub struct Argon2PasswordHasher {
    turns: Arc<Semaphore>,
    /// What is compared with when there is no account, so that the answer takes as long.
    nobody: Arc<str>,
}

impl Argon2PasswordHasher {
    /// Makes a hasher; hashes once, to have something to compare with when there is no account.
    ///
    /// # Errors
    /// When there is no memory for a hash.
    pub fn new() -> Result<Self, HashingFailed> {
        let nobody = hash(b"no account has this password", &[0; SALT])?;
        Ok(Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            nobody: nobody.into(),
        })
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashingFailed> + Send + 'static,
    ) -> Result<T, HashingFailed> {
        // Held by the work itself: a caller who goes away must not let a third one start.
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(failed)?;
        let worked = spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        worked.await.map_err(failed)?
    }
}

#[async_trait]
impl PasswordHasher for Argon2PasswordHasher {
    async fn hash(&self, password: Password) -> Result<PasswordHash, HashingFailed> {
        let mut salt = [0; SALT];
        SystemEntropy.fill(&mut salt).map_err(failed)?;
        self.in_turn(move || hash(password.expose().as_bytes(), &salt))
            .await
            .map(PasswordHash::new)
    }

    async fn verify(
        &self,
        password: Password,
        stored: Option<PasswordHash>,
    ) -> Result<bool, HashingFailed> {
        let nobody = Arc::clone(&self.nobody);
        self.in_turn(move || {
            let is_account = stored.is_some();
            let against = stored.as_ref().map_or(&*nobody, PasswordHash::expose);
            let against = phc::PasswordHash::new(against).map_err(failed)?;
            // The parameters are those of the stored hash, so that they can be raised later.
            match Argon2::default().verify_password(password.expose().as_bytes(), &against) {
                Ok(()) => Ok(is_account),
                Err(HashError::PasswordInvalid) => Ok(false),
                Err(error) => Err(failed(error)),
            }
        })
        .await
    }
}

fn hash(password: &[u8], salt: &[u8]) -> Result<String, HashingFailed> {
    let hash = Argon2::default()
        .hash_password_with_salt(password, salt)
        .map_err(failed)?;
    Ok(hash.to_string())
}

fn failed(error: impl Error + Send + Sync + 'static) -> HashingFailed {
    HashingFailed(Box::new(error))
}

impl fmt::Debug for Argon2PasswordHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Argon2PasswordHasher")
            .field("free_turns", &self.turns.available_permits())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> Password {
        Password::new(text).unwrap()
    }

    #[tokio::test]
    async fn only_the_password_that_was_hashed_is_right() {
        let hasher = Argon2PasswordHasher::new().unwrap();
        let hash = hasher
            .hash(password("correct horse battery"))
            .await
            .unwrap();
        assert!(
            hash.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "parameters"
        );
        let again = PasswordHash::new(hash.expose());
        assert!(
            hasher
                .verify(password("correct horse battery"), Some(hash))
                .await
                .unwrap()
        );
        assert!(
            !hasher
                .verify(password("correct horse buttery"), Some(again))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn the_same_password_is_hashed_differently_each_time() {
        let hasher = Argon2PasswordHasher::new().unwrap();
        let one = hasher
            .hash(password("correct horse battery"))
            .await
            .unwrap();
        let other = hasher
            .hash(password("correct horse battery"))
            .await
            .unwrap();
        assert_ne!(one.expose(), other.expose());
    }

    #[tokio::test]
    async fn without_an_account_no_password_is_right() {
        let hasher = Argon2PasswordHasher::new().unwrap();
        for text in ["correct horse battery", "no account has this password"] {
            assert!(
                !hasher.verify(password(text), None).await.unwrap(),
                "{text}"
            );
        }
    }

    #[tokio::test]
    async fn a_hash_that_cannot_be_read_is_an_error_and_not_a_refusal() {
        let hasher = Argon2PasswordHasher::new().unwrap();
        let broken = PasswordHash::new("not a hash");
        let failed = hasher
            .verify(password("correct horse battery"), Some(broken))
            .await;
        assert!(failed.is_err());
        assert_eq!(
            format!("{hasher:?}"),
            "Argon2PasswordHasher { free_turns: 2, .. }"
        );
    }
}
