//! Making the secret of a key.

use aiia_keys_domain::KeyString;
use aiia_keys_ports::{EntropyUnavailable, KeyCredential};
use zeroize::Zeroizing;

use crate::Env;

/// A fresh key string, and what is stored in its place.
pub(crate) fn make(env: &Env) -> Result<(KeyString, KeyCredential), EntropyUnavailable> {
    let mut random = Zeroizing::new([0; 32]);
    env.entropy.fill(random.as_mut_slice())?;
    let secret = env.format.generate(*random);
    let pepper = env.peppers.current();
    let digest = pepper.digest(&secret.as_presented());
    Ok((
        secret,
        KeyCredential {
            pepper: pepper.id(),
            digest,
        },
    ))
}
