//! Ports whose secrets are told to the search.

use aiia_keys_domain::Password;
use aiia_keys_ports::{Entropy, EntropyUnavailable, HashingFailed, PasswordHash, PasswordHasher};
use async_trait::async_trait;

use super::Secrets;

/// Bytes of randomness that become a key or a token; nothing else takes so many.
const SECRET: usize = 32;

/// A port that hands out or takes secrets: they must be found nowhere afterwards.
#[derive(Debug)]
pub struct Told<P>(pub P);

impl<P: Entropy> Entropy for Told<P> {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyUnavailable> {
        self.0.fill(bytes)?;
        if bytes.len() == SECRET {
            Secrets::issued().add_bytes("key or token", bytes);
        }
        Ok(())
    }
}

#[async_trait]
impl<P: PasswordHasher> PasswordHasher for Told<P> {
    async fn hash(&self, password: Password) -> Result<PasswordHash, HashingFailed> {
        Secrets::issued().add("password", password.expose());
        self.0.hash(password).await
    }

    async fn verify(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, HashingFailed> {
        Secrets::issued().add("password", password.expose());
        self.0.verify(password, hash).await
    }
}
