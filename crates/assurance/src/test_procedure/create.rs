//! Writing a test procedure down.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{EntropyUnavailable, StoreError, generate_uuid};

use crate::{
    EntityId, Env, TestProcedure, TestProcedureDescription, TestProcedureId, TestProcedureTitle,
};

/// The test procedure to write down.
#[derive(Clone, Debug)]
pub struct Command {
    /// What is tested.
    pub entity: EntityId,
    /// What it is called.
    pub title: TestProcedureTitle,
    /// What is done.
    pub description: TestProcedureDescription,
}

/// No test procedure was written down.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such entity.
    #[error("entity is not there: name one of the organization's entities")]
    UnknownEntity,
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes a test procedure down in the caller's organization.
///
/// # Errors
/// When the caller may not, there is no such entity in their organization, or storage fails.
pub async fn create(env: &Env, caller: &Caller, command: Command) -> Result<TestProcedure, Error> {
    caller.require(Permission::WriteFindings)?;
    let now = env.clock.now();
    let procedure = TestProcedure {
        id: TestProcedureId::from_uuid(generate_uuid(&*env.entropy, now)?),
        organization: caller.organization,
        entity: command.entity,
        title: command.title,
        description: command.description,
        created_at: now,
        created_by: caller.actor.clone(),
    };
    let mut work = env.store.begin(caller.organization).await?;
    let entity = work.entities().find(command.entity).await?;
    entity.ok_or(Error::UnknownEntity)?;
    work.test_procedures().insert(&procedure).await?;
    work.commit().await?;
    Ok(procedure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{entity, entity_id, env, now, organization_id, program, stored, work};

    fn command() -> Command {
        Command {
            entity: entity_id(1),
            title: "Re-perform the release".parse().unwrap(),
            description: "Take 40 payments.".parse().unwrap(),
        }
    }

    #[tokio::test]
    async fn a_procedure_is_written_down_about_an_entity_that_is_there() {
        let mut work = work();
        let found = stored(entity(1, None));
        work.entities.expect_find().return_once(|_| Ok(Some(found)));
        work.test_procedures
            .expect_insert()
            .withf(|procedure| procedure.organization == organization_id())
            .times(1)
            .return_once(|_| Ok(()));
        let (env, store) = env(work);
        let caller = program("write:findings");
        let procedure = create(&env, &caller, command()).await.unwrap();
        assert_eq!(
            (procedure.entity, procedure.created_at),
            (entity_id(1), now())
        );
        assert_eq!((procedure.created_by, store.commits()), (caller.actor, 1));
    }

    #[tokio::test]
    async fn without_the_entity_or_the_scope_nothing_is_written() {
        let mut none = work();
        none.entities.expect_find().return_once(|_| Ok(None));
        let (env, store) = env(none);
        let refused = create(&env, &program("write:evidence"), command()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        let refused = create(&env, &program("write:findings"), command()).await;
        assert!(matches!(refused, Err(Error::UnknownEntity)), "{refused:?}");
        assert_eq!(store.commits(), 0);
    }
}
