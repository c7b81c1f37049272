//! Adding an action plan to a finding.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{EntropyUnavailable, StoreError, Stored, Version, generate_uuid};

use crate::{
    ActionPlan, ActionPlanDescription, ActionPlanId, AddPlanError, Date, Env, FindingId,
    NewActionPlan, OwnerName, RecommendationId,
};

/// The plan to add.
#[derive(Clone, Debug)]
pub struct Command {
    /// The finding.
    pub finding: FindingId,
    /// The recommendation that it follows, if it follows one.
    pub recommendation: Option<RecommendationId>,
    /// What will be done.
    pub description: ActionPlanDescription,
    /// Who answers for it.
    pub owner: OwnerName,
    /// The last day on which it is to be done.
    pub due_on: Date,
}

/// No plan was added.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such finding.
    #[error("there is no such finding")]
    NotFound,
    /// The finding has no such recommendation.
    #[error("recommendation is not there: name one of the finding's recommendations")]
    UnknownRecommendation,
    /// The plan cannot be added.
    #[error(transparent)]
    Refused(#[from] AddPlanError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Adds an action plan to a finding of the caller's organization; its log begins.
///
/// # Errors
/// When the caller may not, there is no such finding or recommendation in their organization, the
/// rules refuse, or storage fails.
pub async fn add(
    env: &Env,
    caller: &Caller,
    command: Command,
) -> Result<Stored<ActionPlan>, Error> {
    caller.require(Permission::WriteFindings)?;
    let now = env.clock.now();
    let new = NewActionPlan {
        id: ActionPlanId::from_uuid(generate_uuid(&*env.entropy, now)?),
        recommendation: command.recommendation,
        description: command.description,
        owner: command.owner,
        due_on: command.due_on,
    };

    let mut work = env.store.begin(caller.organization).await?;
    let finding = work.findings().find_locked(command.finding).await?;
    let finding = finding.ok_or(Error::NotFound)?.value;
    if let Some(followed) = new.recommendation {
        let recommendations = work.recommendations().list(command.finding).await?;
        if recommendations.iter().all(|one| one.id != followed) {
            return Err(Error::UnknownRecommendation);
        }
    }
    let present = work.action_plans().tally(command.finding).await?.total();
    let added = ActionPlan::add(new, &finding, present, caller.actor.clone(), now)?;
    work.action_plans().insert(&added).await?;
    work.commit().await?;
    Ok(Stored {
        value: added.into_parts().0,
        version: Version::FIRST,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        PlanTally,
        mock::MockAssuranceWork,
        testing::{draft, env, finding_id, new_plan, program, recommendation_id, stored, work},
    };

    fn command() -> Command {
        let new = new_plan(1);
        Command {
            finding: finding_id(1),
            recommendation: None,
            description: new.description,
            owner: new.owner,
            due_on: new.due_on,
        }
    }

    fn holding() -> MockAssuranceWork {
        let mut work = work();
        work.findings
            .expect_find_locked()
            .return_once(|_| Ok(Some(stored(draft(1)))));
        work
    }

    fn with_plans(verified: u32) -> MockAssuranceWork {
        let mut work = holding();
        let plans = PlanTally {
            verified,
            unverified: 0,
        };
        work.action_plans
            .expect_tally()
            .returning(move |_| Ok(plans));
        work
    }

    #[tokio::test]
    async fn a_plan_is_stored_with_the_beginning_of_its_log() {
        let mut work = with_plans(0);
        work.action_plans
            .expect_insert()
            .withf(|added| added.entry().sequence == 1 && added.plan().data().log_length == 1)
            .times(1)
            .returning(|_| Ok(()));
        let (env, store) = env(work);
        let added = add(&env, &program("write:findings"), command())
            .await
            .unwrap();
        assert_eq!(added.value.data().finding, finding_id(1));
        assert_eq!((added.version, store.commits()), (Version::FIRST, 1));
    }

    #[tokio::test]
    async fn the_hundred_and_first_is_refused() {
        let (env, store) = env(with_plans(100));
        let refused = add(&env, &program("write:findings"), command()).await;
        assert!(
            matches!(refused, Err(Error::Refused(AddPlanError::TooMany))),
            "{refused:?}"
        );
        assert_eq!(store.commits(), 0);
    }

    #[tokio::test]
    async fn a_plan_follows_a_recommendation_on_its_own_finding() {
        let mut work = holding();
        work.recommendations
            .expect_list()
            .return_once(|_| Ok(vec![]));
        let (env, store) = env(work);
        let command = Command {
            recommendation: Some(recommendation_id(1)),
            ..command()
        };
        let refused = add(&env, &program("write:findings"), command).await;
        assert!(
            matches!(refused, Err(Error::UnknownRecommendation)),
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
