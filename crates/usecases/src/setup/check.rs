//! Whether a set-up link can be used, before anything is typed.

use aiia_keys_domain::{OrganizationId, SetupRefused, SetupToken};
use aiia_keys_ports::{EntropyUnavailable, StoreError, generate_uuid};

use crate::Env;

/// The link cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is unknown or over.
    #[error(transparent)]
    Refused(#[from] SetupRefused),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

/// Lets who presents a set-up link go on.
///
/// # Errors
/// When it is not the latest one or too old, the system is set up, or storage fails.
pub async fn check(env: &Env, token: &SetupToken) -> Result<(), Error> {
    let now = env.clock.now();
    let nobody = OrganizationId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let mut work = env.store.begin(nobody).await?;
    let setup = work.setup().find().await?;
    work.commit().await?;
    let setup = setup.ok_or(SetupRefused::Completed)?;
    Ok(setup.check(&token.digest(), now)?)
}

#[cfg(test)]
mod tests {
    use aiia_keys_ports::mock::MockStore;

    use super::*;
    use crate::{
        setup::testing::{open, with},
        testing::env,
    };

    #[tokio::test]
    async fn the_latest_link_goes_on_and_nothing_else_does() {
        for (stored, presented, expected) in [
            (Some(open()), 5, None),
            (Some(open()), 6, Some(SetupRefused::Unknown)),
            (None, 5, Some(SetupRefused::Completed)),
        ] {
            let (env, _) = env(MockStore::with(with(stored)));
            let checked = check(&env, &SetupToken::generate([presented; 32])).await;
            let refused = match checked {
                Ok(()) => None,
                Err(Error::Refused(refused)) => Some(refused),
                Err(error) => panic!("{error:?}"),
            };
            assert_eq!(refused, expected);
        }
    }
}
