//! Action plans and their logs.

use aiia_keys_assurance::{
    ActionPlan, ActionPlanFilter, ActionPlanStatus, LoggedPlan, NewActionPlan, PlanTally,
    RemediationLogEntry,
};
use aiia_keys_domain::Actor;
use aiia_keys_ports::{PageLimit, PageRequest, Version};
use aiia_keys_test_support::Role;
use tokio_postgres::error::SqlState;

use crate::support::{
    A, B, Place, at, day, draft, finding_id, is_conflict, new_plan, plan_id, planned,
    recommendation,
};

async fn place() -> Place {
    let place = Place::with_entities().await;
    for tenant in [A, B] {
        place
            .insert_findings(tenant, &[draft(tenant, 1), draft(tenant, 2)])
            .await;
    }
    place
}

fn moved(plan: ActionPlan, to: ActionPlanStatus, seconds: u64) -> LoggedPlan {
    let note = Some("Seen in the workflow's settings.".parse().unwrap());
    plan.move_to(to, note, Actor::Operator, at(seconds))
        .unwrap()
}

/// A plan that was moved there and back, with everything that is in its log.
async fn tracked(place: &Place) -> (ActionPlan, Version, Vec<RemediationLogEntry>) {
    let (mut plan, entry) = planned(A, 1, 1).into_parts();
    place.insert_plan(A, &planned(A, 1, 1)).await;
    let mut version = Version::FIRST;
    let mut log = vec![entry];
    for (to, seconds) in [
        ActionPlanStatus::InProgress,
        ActionPlanStatus::Implemented,
        ActionPlanStatus::InProgress,
        ActionPlanStatus::Implemented,
        ActionPlanStatus::Verified,
    ]
    .into_iter()
    .zip(20..)
    {
        let step = moved(plan, to, seconds);
        let mut work = place.begin(A).await;
        version = work.action_plans().save(&step, version).await.unwrap();
        work.commit().await.unwrap();
        let (after, entry) = step.into_parts();
        plan = after;
        log.push(entry);
    }
    (plan, version, log)
}

async fn log_of(place: &Place, tenant: u128, limit: u32) -> Vec<RemediationLogEntry> {
    let limit = PageLimit::new(limit).unwrap();
    let mut entries = Vec::new();
    let mut after = 0;
    loop {
        let mut work = place.begin(tenant).await;
        let page = work
            .action_plans()
            .list_log(plan_id(1), after, limit)
            .await
            .unwrap();
        entries.extend(page.items);
        match page.next {
            Some(next) => after = next,
            None => return entries,
        }
    }
}

#[tokio::test]
async fn each_move_is_read_back_and_lands_in_the_log() {
    let place = place().await;
    let (plan, version, log) = tracked(&place).await;
    let found = place.begin(A).await.action_plans().find(plan_id(1)).await;
    let found = found.unwrap().unwrap();
    assert_eq!((found.value, found.version), (plan, version));
    for limit in [1, 4, 100] {
        assert_eq!(log_of(&place, A, limit).await, log);
    }
    assert_eq!(log_of(&place, B, 100).await, []);
}

#[tokio::test]
async fn of_two_moves_from_the_same_version_one_happens_with_its_entry() {
    let place = place().await;
    let (plan, _) = planned(A, 1, 1).into_parts();
    place.insert_plan(A, &planned(A, 1, 1)).await;
    let step = moved(plan, ActionPlanStatus::InProgress, 20);
    let mut work = place.begin(A).await;
    work.action_plans()
        .save(&step, Version::FIRST)
        .await
        .unwrap();
    work.commit().await.unwrap();
    let mut late = place.begin(A).await;
    let refused = late.action_plans().save(&step, Version::FIRST).await;
    assert!(is_conflict(&refused), "{refused:?}");
    drop(late);
    assert_eq!(log_of(&place, A, 100).await.len(), 2);
}

#[tokio::test]
async fn no_status_is_stored_without_the_entry_that_explains_it() {
    let place = place().await;
    place.insert_plan(A, &planned(A, 1, 1)).await;
    let admin = place.database.connect(Role::Admin).await.unwrap();
    for change in [
        "status = 'verified'",
        "log_length = 2",
        "status = 'verified', log_length = 2",
    ] {
        let refused = admin
            .batch_execute(&format!("UPDATE action_plan SET {change}"))
            .await
            .unwrap_err();
        assert_eq!(
            refused.code(),
            Some(&SqlState::FOREIGN_KEY_VIOLATION),
            "{change}"
        );
    }
}

#[tokio::test]
async fn the_service_can_neither_change_a_log_nor_what_a_plan_promises() {
    let place = place().await;
    place.insert_plan(A, &planned(A, 1, 1)).await;
    let app = place.database.connect(Role::App).await.unwrap();
    for statement in [
        "UPDATE remediation_log_entry SET note = 'x'",
        "DELETE FROM remediation_log_entry",
        "TRUNCATE remediation_log_entry",
        "UPDATE recommendation SET text = 'x'",
        "UPDATE action_plan SET due_on = '2099-01-01'",
        "UPDATE action_plan SET owner = 'x'",
        "UPDATE finding SET raised_on = '2020-01-01'",
        "DELETE FROM finding",
    ] {
        let refused = app.batch_execute(statement).await.unwrap_err();
        assert_eq!(
            refused.code(),
            Some(&SqlState::INSUFFICIENT_PRIVILEGE),
            "{statement}"
        );
    }
}

#[tokio::test]
async fn a_plan_follows_a_recommendation_on_its_own_finding_only() {
    let place = place().await;
    let followed = recommendation(A, 7, 1);
    let mut work = place.begin(A).await;
    work.recommendations().insert(&followed).await.unwrap();
    work.commit().await.unwrap();
    let following = |id, finding| {
        let new = NewActionPlan {
            recommendation: Some(followed.id),
            ..new_plan(id)
        };
        ActionPlan::add(new, &draft(A, finding), 0, Actor::System, at(10)).unwrap()
    };
    place.insert_plan(A, &following(1, 1)).await;
    let found = place.begin(A).await.action_plans().find(plan_id(1)).await;
    assert_eq!(
        found.unwrap().unwrap().value.data().recommendation,
        Some(followed.id)
    );
    let mut work = place.begin(A).await;
    let refused = work.action_plans().insert(&following(2, 2)).await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn filters_list_what_they_say_and_a_findings_plans_are_counted() {
    let place = place().await;
    for tenant in [A, B] {
        for id in 1..=40 {
            let new = NewActionPlan {
                due_on: day(i32::try_from(id).unwrap()),
                ..new_plan(id)
            };
            let finding = draft(tenant, id % 2 + 1);
            let seconds = u64::try_from(id / 4).unwrap();
            let added = ActionPlan::add(new, &finding, 0, Actor::System, at(seconds)).unwrap();
            place.insert_plan(tenant, &added).await;
            if id.is_multiple_of(5) {
                let step = moved(added.into_parts().0, ActionPlanStatus::InProgress, 100);
                let mut work = place.begin(tenant).await;
                work.action_plans()
                    .save(&step, Version::FIRST)
                    .await
                    .unwrap();
                work.commit().await.unwrap();
            }
        }
    }
    let passes = |filter: &ActionPlanFilter, id: u128| {
        let status = if id.is_multiple_of(5) {
            ActionPlanStatus::InProgress
        } else {
            ActionPlanStatus::Planned
        };
        filter
            .finding
            .is_none_or(|finding| finding == finding_id(id % 2 + 1))
            && filter.status.is_none_or(|wanted| wanted == status)
            && filter
                .due_before
                .is_none_or(|date| day(i32::try_from(id).unwrap()) < date)
    };
    for finding in [None, Some(finding_id(1)), Some(finding_id(9))] {
        for status in [None].into_iter().chain(ActionPlanStatus::ALL.map(Some)) {
            for due_before in [None, Some(day(20))] {
                let filter = ActionPlanFilter {
                    finding,
                    status,
                    due_before,
                };
                let expected: Vec<_> = (1..=40)
                    .rev()
                    .filter(|id| passes(&filter, *id))
                    .map(plan_id)
                    .collect();
                assert_eq!(walk(&place, &filter).await, expected, "{filter:?}");
            }
        }
    }
    let tally = place
        .begin(A)
        .await
        .action_plans()
        .tally(finding_id(1))
        .await;
    let expected = PlanTally {
        verified: 0,
        unverified: 20,
    };
    assert_eq!(tally.unwrap(), expected);
}

async fn walk(place: &Place, filter: &ActionPlanFilter) -> Vec<aiia_keys_assurance::ActionPlanId> {
    let mut page = PageRequest {
        after: None,
        limit: PageLimit::new(7).unwrap(),
    };
    let mut walked = Vec::new();
    loop {
        let mut work = place.begin(A).await;
        let listed = work.action_plans().list(filter, page).await.unwrap();
        walked.extend(
            listed
                .items
                .into_iter()
                .map(|stored| stored.value.data().id),
        );
        page.after = listed.next;
        if page.after.is_none() {
            return walked;
        }
    }
}

#[tokio::test]
async fn verified_plans_are_counted_as_such() {
    let place = place().await;
    tracked(&place).await;
    place.insert_plan(A, &planned(A, 2, 1)).await;
    let tally = place
        .begin(A)
        .await
        .action_plans()
        .tally(finding_id(1))
        .await;
    let expected = PlanTally {
        verified: 1,
        unverified: 1,
    };
    assert_eq!(tally.unwrap(), expected);
}
