//! Finding one entity.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{StoreError, Stored};

use crate::{Entity, EntityId, Env};

/// No entity was found.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such entity.
    #[error("there is no such entity")]
    NotFound,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Finds an entity of the caller's organization.
///
/// # Errors
/// When the caller may not, there is no such entity in their organization, or storage fails.
pub async fn find(env: &Env, caller: &Caller, id: EntityId) -> Result<Stored<Entity>, Error> {
    caller.require(Permission::ReadUniverse)?;
    let mut work = env.store.begin(caller.organization).await?;
    let found = work.entities().find(id).await?;
    work.commit().await?;
    found.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{entity, entity_id, env, program, stored, work};

    #[tokio::test]
    async fn an_entity_is_found_with_its_version() {
        let mut work = work();
        let found = stored(entity(1, None));
        let expected = found.clone();
        work.entities.expect_find().return_once(|_| Ok(Some(found)));
        let (env, _) = env(work);
        let answer = find(&env, &program("read:universe"), entity_id(1)).await;
        assert_eq!(answer.unwrap(), expected);
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found() {
        let mut work = work();
        work.entities.expect_find().return_once(|_| Ok(None));
        let (env, _) = env(work);
        let refused = find(&env, &program("read:*"), entity_id(1)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }

    #[tokio::test]
    async fn without_the_scope_nothing_is_read() {
        let (env, _) = env(work());
        let refused = find(&env, &program("read:findings"), entity_id(1)).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
}
