//! Loading the demonstration into an organization.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::StoreError;

use super::{AnyError, demo, evidence::store_files, insert};
use crate::Env;

/// What became of the demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// It was loaded.
    Now {
        /// So many entities.
        entities: usize,
        /// So many findings.
        findings: usize,
    },
    /// It was there: nothing was changed.
    Before,
}

/// The demonstration was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The rules refuse any of it, which a test excludes.
    #[error("the demonstration breaks a rule: {0}")]
    Unsound(AnyError),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Loads the demonstration into the caller's organization, all of it or nothing; where it is
/// already, it stays as it is. Its files are there before its records can be seen, and what a
/// failure leaves of them a repeat writes again.
///
/// For whoever runs the service, such as `Caller::operator(organization)`.
///
/// # Errors
/// When the caller may not, or storage fails: with [`Conflict`](StoreError::Conflict) when the
/// organization has other entities with the same codes, or somebody loads it at the same moment.
pub async fn load(env: &Env, caller: &Caller) -> Result<Loaded, Error> {
    caller.require(Permission::Sync)?;
    caller.require(Permission::WriteFindings)?;
    let demo = demo(caller.organization, env.clock.now()).map_err(Error::Unsound)?;
    let mut work = env.store.begin(caller.organization).await?;
    if let Some(first) = demo.entities.first()
        && work.entities().find(first.id()).await?.is_some()
    {
        return Ok(Loaded::Before);
    }
    insert(&mut *work, &demo).await?;
    store_files(&*env.evidence, &demo.procedures).await?;
    work.commit().await?;
    Ok(Loaded::Now {
        entities: demo.entities.len(),
        findings: demo.findings.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        mock::{MockEvidenceStore, MockEvidenceWriter},
        testing::{entity, env, program, stored, work},
    };

    #[tokio::test]
    async fn the_first_time_everything_is_stored() {
        let mut work = work();
        work.entities.expect_find().return_once(|_| Ok(None));
        work.entities.expect_insert().times(1).returning(|_| Ok(()));
        work.findings.expect_insert().returning(|_| Ok(()));
        work.recommendations.expect_insert().returning(|_| Ok(()));
        work.action_plans.expect_insert().returning(|_| Ok(()));
        work.action_plans
            .expect_save()
            .returning(|_, read| Ok(read.next()));
        work.test_procedures.expect_insert().returning(|_| Ok(()));
        work.test_procedures
            .expect_insert_attachments()
            .returning(|_| Ok(()));
        work.evidence.expect_insert().returning(|_| Ok(()));
        work.connectors
            .expect_insert()
            .times(1)
            .returning(|_| Ok(()));
        work.connector_runs.expect_insert().returning(|_| Ok(()));
        let (env, store) = env(work);
        let mut files = MockEvidenceStore::new();
        files.expect_write().times(3).returning(|_| {
            let mut writer = MockEvidenceWriter::new();
            writer.expect_write().returning(|_| Ok(()));
            writer.expect_finish().times(1).returning(|| Ok(()));
            Ok(Box::new(writer))
        });
        let env = Env {
            evidence: Box::new(files),
            ..env
        };
        let loaded = load(&env, &program("admin:sync write:findings")).await;
        let expected = Loaded::Now {
            entities: 42,
            findings: 26,
        };
        assert_eq!((loaded.unwrap(), store.commits()), (expected, 1));
    }

    #[tokio::test]
    async fn once_it_is_there_it_stays_as_it_is() {
        let mut work = work();
        work.entities
            .expect_find()
            .return_once(|_| Ok(Some(stored(entity(1, None)))));
        let (env, store) = env(work);
        let loaded = load(&env, &program("admin:*")).await;
        assert_eq!((loaded.unwrap(), store.commits()), (Loaded::Before, 0));
    }

    #[tokio::test]
    async fn who_may_not_write_both_may_not_load_it() {
        for scopes in ["admin:sync read:*", "write:findings"] {
            let (env, _) = env(work());
            let refused = load(&env, &program(scopes)).await;
            assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        }
    }
}
