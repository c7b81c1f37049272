//! Writing a finding down.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{EntropyUnavailable, StoreError, Stored, Version, generate_uuid};

use crate::{
    Date, EntityId, Env, Finding, FindingDescription, FindingId, FindingRefusal, FindingTitle,
    NewFinding, RaisedInFuture, Severity,
};

/// The finding to write down.
#[derive(Clone, Debug)]
pub struct Command {
    /// What it is about.
    pub entity: EntityId,
    /// What it is called.
    pub title: FindingTitle,
    /// What was found.
    pub description: FindingDescription,
    /// How serious it is.
    pub severity: Severity,
    /// The day on which it was raised: today if it is not said.
    pub raised_on: Option<Date>,
    /// Whether it is given to management at once, and is not a draft first.
    pub issued: bool,
}

/// No finding was written down.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such entity.
    #[error("entity is not there: name one of the organization's entities")]
    UnknownEntity,
    /// The entity left the universe.
    #[error("entity is retired: name one that is in the universe")]
    RetiredEntity,
    /// It cannot have been raised then.
    #[error(transparent)]
    RaisedInFuture(#[from] RaisedInFuture),
    /// It cannot be issued.
    #[error(transparent)]
    Refused(#[from] FindingRefusal),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes a finding down in the caller's organization.
///
/// # Errors
/// When the caller may not, there is no such entity in their organization or it is retired, the finding is raised in the future, or storage fails.
pub async fn create(
    env: &Env,
    caller: &Caller,
    command: Command,
) -> Result<Stored<Finding>, Error> {
    caller.require(Permission::WriteFindings)?;
    let now = env.clock.now();
    let new = NewFinding {
        id: FindingId::from_uuid(generate_uuid(&*env.entropy, now)?),
        organization: caller.organization,
        entity: command.entity,
        title: command.title,
        description: command.description,
        severity: command.severity,
        raised_on: command.raised_on,
    };
    let mut finding = Finding::draft(new, caller.actor.clone(), now)?;
    if command.issued {
        finding = finding.issue(now)?;
    }

    let mut work = env.store.begin(caller.organization).await?;
    let entity = work.entities().find(command.entity).await?;
    let entity = entity.ok_or(Error::UnknownEntity)?.value;
    if entity.retired_at().is_some() {
        return Err(Error::RetiredEntity);
    }
    work.findings().insert(&finding).await?;
    work.commit().await?;
    Ok(Stored {
        value: finding,
        version: Version::FIRST,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        FindingStatus,
        testing::{day, entity, env, now, organization_id, program, stored, work},
    };

    fn command() -> Command {
        let new = crate::testing::new_finding(1);
        Command {
            entity: new.entity,
            title: new.title,
            description: new.description,
            severity: new.severity,
            raised_on: None,
            issued: false,
        }
    }

    fn with_entity() -> crate::mock::MockAssuranceWork {
        let mut work = work();
        work.entities
            .expect_find()
            .return_once(|_| Ok(Some(stored(entity(1, None)))));
        work
    }

    #[tokio::test]
    async fn a_finding_is_a_draft_unless_it_is_issued_at_once() {
        for (issued, status) in [(false, FindingStatus::Draft), (true, FindingStatus::Open)] {
            let mut work = with_entity();
            work.findings.expect_insert().times(1).returning(|_| Ok(()));
            let (env, store) = env(work);
            let command = Command {
                issued,
                ..command()
            };
            let created = create(&env, &program("write:findings"), command)
                .await
                .unwrap();
            let data = created.value.data();
            assert_eq!(
                (created.value.status(), created.version),
                (status, Version::FIRST)
            );
            assert_eq!(
                (data.organization, data.created_at),
                (organization_id(), now())
            );
            assert_eq!(store.commits(), 1);
        }
    }

    #[tokio::test]
    async fn a_finding_is_about_an_entity_of_the_organization() {
        let mut work = work();
        work.entities.expect_find().return_once(|_| Ok(None));
        let (env, store) = env(work);
        let refused = create(&env, &program("write:findings"), command()).await;
        assert!(matches!(refused, Err(Error::UnknownEntity)), "{refused:?}");
        assert_eq!(store.commits(), 0);
    }

    #[tokio::test]
    async fn nothing_is_found_about_what_left_the_universe() {
        let mut work = work();
        work.entities
            .expect_find()
            .return_once(|_| Ok(Some(stored(entity(1, None).retire(now())))));
        let (env, store) = env(work);
        let refused = create(&env, &program("write:findings"), command()).await;
        assert!(matches!(refused, Err(Error::RetiredEntity)), "{refused:?}");
        assert_eq!(store.commits(), 0);
    }

    #[tokio::test]
    async fn nothing_is_stored_of_what_is_refused() {
        let (env, store) = env(work());
        let future = Command {
            raised_on: Some(day(5)),
            ..command()
        };
        let refused = create(&env, &program("write:findings"), future).await;
        assert!(
            matches!(refused, Err(Error::RaisedInFuture(_))),
            "{refused:?}"
        );
        let refused = create(&env, &program("read:findings"), command()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        assert_eq!(store.commits(), 0);
    }
}
