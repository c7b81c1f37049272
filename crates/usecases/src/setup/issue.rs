//! Making the link by which an empty system is set up.

use aiia_keys_domain::{OrganizationId, SetupToken};
use aiia_keys_ports::{EntropyUnavailable, StoreError, generate_uuid};
use zeroize::Zeroizing;

use crate::Env;

/// No link was made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

/// Makes a set-up link, in place of any earlier one, and gives its token: to be shown once, on the
/// console. `None` when the system is set up.
///
/// # Errors
/// When storage fails.
pub async fn issue(env: &Env) -> Result<Option<SetupToken>, Error> {
    let now = env.clock.now();
    // Of no tenant: whichever is named, the unit of work reaches the same.
    let nobody = OrganizationId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let mut random = Zeroizing::new([0; 32]);
    env.entropy.fill(random.as_mut_slice())?;
    let token = SetupToken::generate(*random);
    let mut work = env.store.begin(nobody).await?;
    let found = work.setup().find().await?;
    let Some(Ok(setup)) = found.map(|setup| setup.issue(token.digest(), now)) else {
        return Ok(None);
    };
    work.setup().save(&setup).await?;
    work.commit().await?;
    Ok(Some(token))
}

#[cfg(test)]
mod tests {
    use aiia_keys_domain::Setup;
    use aiia_keys_ports::mock::{MockStore, MockUnitOfWork};

    use super::*;
    use crate::{
        setup::testing::first_id,
        testing::{env, now},
    };

    #[tokio::test]
    async fn a_link_is_stored_by_its_digest() {
        let mut work = MockUnitOfWork::new(first_id());
        work.setup
            .expect_find()
            .return_once(|| Ok(Some(Setup::Unissued)));
        work.setup.expect_save().once().returning(|setup| {
            let expected = Setup::Open {
                digest: SetupToken::generate([7; 32]).digest(),
                expires_at: now().saturating_add(Setup::LIFETIME),
            };
            assert_eq!(*setup, expected);
            Ok(())
        });
        let (env, store) = env(MockStore::with(work));
        assert!(issue(&env).await.unwrap().is_some());
        assert_eq!(store.commits(), 1);
    }

    #[tokio::test]
    async fn a_system_that_is_set_up_has_no_link() {
        let mut work = MockUnitOfWork::new(first_id());
        work.setup.expect_find().return_once(|| Ok(None));
        let (env, store) = env(MockStore::with(work));
        assert!(issue(&env).await.unwrap().is_none());
        assert_eq!(store.commits(), 0);
    }
}
