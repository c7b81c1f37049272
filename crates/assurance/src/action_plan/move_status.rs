//! Moving an action plan one step on, or one step back.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::{StoreError, Stored, Version};

use crate::{ActionPlan, ActionPlanId, ActionPlanStatus, Env, FindingRefusal, MoveRefusal, Note};

/// Where to move which plan.
#[derive(Clone, Debug)]
pub struct Command {
    /// Which plan.
    pub id: ActionPlanId,
    /// Only if the plan is in this version.
    pub expected: Option<Version>,
    /// What it shall become.
    pub status: ActionPlanStatus,
    /// A remark, which a step back needs.
    pub note: Option<Note>,
}

/// Nothing was moved.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such action plan.
    #[error("there is no such action plan")]
    NotFound,
    /// The plan is not in the version that the caller expects.
    #[error("the action plan was changed in the meantime: read it again")]
    Stale,
    /// The plan's finding does not let it change.
    #[error(transparent)]
    Finding(#[from] FindingRefusal),
    /// The plan cannot move like that.
    #[error(transparent)]
    Refused(#[from] MoveRefusal),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Moves an action plan of the caller's organization; the move lands in the plan's log.
///
/// # Errors
/// When the caller may not, there is no such plan in their organization, it was changed by someone
/// else, its finding is closed, no single step leads there, or storage fails.
pub async fn move_status(
    env: &Env,
    caller: &Caller,
    command: Command,
) -> Result<Stored<ActionPlan>, Error> {
    caller.require(Permission::WriteFindings)?;
    let now = env.clock.now();
    let mut work = env.store.begin(caller.organization).await?;
    let read = work.action_plans().find(command.id).await?;
    let read = read.ok_or(Error::NotFound)?;
    // The finding is locked: it cannot be closed while a plan of it moves.
    let finding = work
        .findings()
        .find_locked(read.value.data().finding)
        .await?;
    let finding = finding.ok_or(Error::NotFound)?;
    if command
        .expected
        .is_some_and(|expected| expected != read.version)
    {
        return Err(Error::Stale);
    }
    finding.value.require_not_closed()?;
    let Command { status, note, .. } = command;
    let moved = read
        .value
        .move_to(status, note, caller.actor.clone(), now)?;
    let version = work.action_plans().save(&moved, read.version).await?;
    work.commit().await?;
    Ok(Stored {
        value: moved.into_parts().0,
        version,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Finding, PlanTally,
        mock::MockAssuranceWork,
        testing::{draft, env, now, plan, plan_id, program, stored, work},
    };

    fn command(status: ActionPlanStatus) -> Command {
        Command {
            id: plan_id(1),
            expected: None,
            status,
            note: None,
        }
    }

    fn holding(finding: Finding) -> MockAssuranceWork {
        let mut work = work();
        let found = stored(plan(1, &draft(1)));
        work.action_plans
            .expect_find()
            .return_once(|_| Ok(Some(found)));
        work.findings
            .expect_find_locked()
            .return_once(|_| Ok(Some(stored(finding))));
        work
    }

    #[tokio::test]
    async fn a_move_is_saved_with_its_entry() {
        let mut work = holding(draft(1));
        work.action_plans
            .expect_save()
            .withf(|moved, read| moved.entry().sequence == 2 && *read == Version::new(4))
            .times(1)
            .returning(|_, read| Ok(read.next()));
        let (env, store) = env(work);
        let command = Command {
            expected: Some(Version::new(4)),
            ..command(ActionPlanStatus::InProgress)
        };
        let moved = move_status(&env, &program("write:findings"), command)
            .await
            .unwrap();
        assert_eq!(moved.value.data().status, ActionPlanStatus::InProgress);
        assert_eq!((moved.version, store.commits()), (Version::new(5), 1));
    }

    #[tokio::test]
    async fn a_skipped_step_and_a_stale_version_change_nothing() {
        let caller = program("write:findings");
        let (first, store) = env(holding(draft(1)));
        let refused = move_status(&first, &caller, command(ActionPlanStatus::Verified)).await;
        assert!(
            matches!(refused, Err(Error::Refused(MoveRefusal::Step { .. }))),
            "{refused:?}"
        );
        assert_eq!(store.commits(), 0);

        let (env, store) = env(holding(draft(1)));
        let stale = Command {
            expected: Some(Version::new(3)),
            ..command(ActionPlanStatus::InProgress)
        };
        let refused = move_status(&env, &caller, stale).await;
        assert!(matches!(refused, Err(Error::Stale)), "{refused:?}");
        assert_eq!(store.commits(), 0);
    }

    #[tokio::test]
    async fn the_plans_of_a_closed_finding_stay_where_they_are() {
        let plans = PlanTally {
            verified: 1,
            unverified: 0,
        };
        let closed = draft(1)
            .issue(now())
            .and_then(|finding| finding.start_remediation(plans, now()))
            .and_then(|finding| finding.close(plans, now()))
            .unwrap();
        let (env, store) = env(holding(closed));
        let caller = program("write:findings");
        let refused = move_status(&env, &caller, command(ActionPlanStatus::InProgress)).await;
        assert!(
            matches!(refused, Err(Error::Finding(FindingRefusal::Closed))),
            "{refused:?}"
        );
        assert_eq!(store.commits(), 0);
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found_and_without_the_scope_nothing_is_asked() {
        let mut none = work();
        none.action_plans.expect_find().return_once(|_| Ok(None));
        let (env, _) = env(none);
        let command = command(ActionPlanStatus::InProgress);
        let refused = move_status(&env, &program("read:*"), command.clone()).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        let refused = move_status(&env, &program("write:findings"), command).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
}
