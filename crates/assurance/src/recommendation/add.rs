//! Submitting a recommendation on a finding.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{EntropyUnavailable, StoreError, generate_uuid};

use crate::{Env, FindingId, Recommendation, RecommendationId, RecommendationText, SubmitError};

/// The recommendation to submit.
#[derive(Clone, Debug)]
pub struct Command {
    /// The finding.
    pub finding: FindingId,
    /// What to do.
    pub text: RecommendationText,
}

/// Nothing was recommended.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such finding.
    #[error("there is no such finding")]
    NotFound,
    /// The finding does not take it.
    #[error(transparent)]
    Refused(#[from] SubmitError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Submits a recommendation on a finding of the caller's organization.
///
/// # Errors
/// When the caller may not, there is no such finding in their organization, it is closed or has
/// enough recommendations, or storage fails.
pub async fn add(env: &Env, caller: &Caller, command: Command) -> Result<Recommendation, Error> {
    caller.require(Permission::WriteFindings)?;
    let now = env.clock.now();
    let id = RecommendationId::from_uuid(generate_uuid(&*env.entropy, now)?);
    let Command { finding, text } = command;

    let mut work = env.store.begin(caller.organization).await?;
    let read = work.findings().find_locked(finding).await?;
    let read = read.ok_or(Error::NotFound)?;
    let present = work.recommendations().list(finding).await?.len();
    let present = u32::try_from(present).unwrap_or(u32::MAX);
    let actor = caller.actor.clone();
    let recommendation = Recommendation::submit(id, &read.value, text, present, actor, now)?;
    work.recommendations().insert(&recommendation).await?;
    work.commit().await?;
    Ok(recommendation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{draft, env, finding_id, now, program, stored, work};

    fn command() -> Command {
        Command {
            finding: finding_id(1),
            text: RecommendationText::new("Reconcile monthly.").unwrap(),
        }
    }

    #[tokio::test]
    async fn a_recommendation_is_stored_with_its_author() {
        let mut work = work();
        work.findings
            .expect_find_locked()
            .return_once(|_| Ok(Some(stored(draft(1)))));
        work.recommendations
            .expect_list()
            .return_once(|_| Ok(vec![]));
        work.recommendations
            .expect_insert()
            .times(1)
            .returning(|_| Ok(()));
        let (env, store) = env(work);
        let caller = program("write:findings");
        let added = add(&env, &caller, command()).await.unwrap();
        assert_eq!((added.finding, added.created_at), (finding_id(1), now()));
        assert_eq!(added.created_by, caller.actor);
        assert_eq!(store.commits(), 1);
    }

    #[tokio::test]
    async fn the_hundred_and_first_is_refused() {
        let mut work = work();
        work.findings
            .expect_find_locked()
            .return_once(|_| Ok(Some(stored(draft(1)))));
        work.recommendations.expect_list().return_once(|_| {
            let text = RecommendationText::new("Reconcile monthly.").unwrap();
            let id = crate::testing::recommendation_id(1);
            let actor = aiia_keys_domain::Actor::Operator;
            let one = Recommendation::submit(id, &draft(1), text, 0, actor, now()).unwrap();
            Ok(vec![one; 100])
        });
        let (env, store) = env(work);
        let refused = add(&env, &program("write:findings"), command()).await;
        assert!(
            matches!(refused, Err(Error::Refused(SubmitError::TooMany))),
            "{refused:?}"
        );
        assert_eq!(store.commits(), 0);
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found_and_without_the_scope_nothing_is_asked() {
        let mut none = work();
        none.findings.expect_find_locked().return_once(|_| Ok(None));
        let (env, _) = env(none);
        let refused = add(&env, &program("read:*"), command()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        let refused = add(&env, &program("write:findings"), command()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
}
