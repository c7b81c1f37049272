use proptest::prelude::*;

use super::*;
use crate::{
    PlanTally,
    testing::{at_day, day, draft, new_plan, now},
};

fn note() -> Note {
    Note::new("The evidence was incomplete.").unwrap()
}

fn planned() -> LoggedPlan {
    ActionPlan::add(new_plan(1), &draft(1), 0, Actor::Operator, now()).unwrap()
}

fn in_status(status: ActionPlanStatus) -> ActionPlan {
    let mut plan = planned().into_parts().0;
    while plan.data().status < status {
        plan = plan
            .advance(None, Actor::Operator, now())
            .unwrap()
            .into_parts()
            .0;
    }
    plan
}

#[test]
fn a_new_plan_is_planned_and_its_log_begins() {
    let (plan, entry) = planned().into_parts();
    assert_eq!(
        (plan.data().status, plan.data().log_length),
        (ActionPlanStatus::Planned, 1)
    );
    assert_eq!(
        (entry.sequence, entry.event),
        (1, RemediationEvent::Planned)
    );
    assert_eq!((entry.plan, entry.at), (plan.data().id, now()));
}

#[test]
fn a_plan_moves_one_step_on_or_one_step_back_with_a_note() {
    for from in ActionPlanStatus::ALL {
        for to in ActionPlanStatus::ALL {
            for note in [None, Some(note())] {
                let moved = in_status(from).move_to(to, note.clone(), Actor::Operator, at_day(1));
                let on = from.next() == Some(to);
                let back = from.previous() == Some(to);
                match moved {
                    Ok(moved) => {
                        assert!(on || (back && note.is_some()), "{from} to {to}");
                        let (plan, entry) = moved.into_parts();
                        assert_eq!(
                            (plan.data().status, plan.data().updated_at),
                            (to, at_day(1))
                        );
                        assert_eq!(entry.sequence, plan.data().log_length);
                        assert_eq!((entry.event.from(), entry.event.to()), (Some(from), to));
                    }
                    Err(MoveRefusal::NoNote) => assert!(back && note.is_none()),
                    Err(refusal) => {
                        assert!(!on && !back);
                        assert_eq!(refusal, MoveRefusal::Step { from, to });
                    }
                }
            }
        }
    }
}

#[test]
fn there_is_no_step_beyond_the_ends() {
    let verified = in_status(ActionPlanStatus::Verified);
    assert_eq!(
        verified.advance(None, Actor::Operator, now()),
        Err(MoveRefusal::AtEnd)
    );
    let planned = in_status(ActionPlanStatus::Planned);
    assert_eq!(
        planned.step_back(note(), Actor::Operator, now()),
        Err(MoveRefusal::AtStart)
    );
}

#[test]
fn refusals_name_the_steps_that_are_possible() {
    let (from, to) = (ActionPlanStatus::InProgress, ActionPlanStatus::Verified);
    assert_eq!(
        MoveRefusal::Step { from, to }.to_string(),
        "status: the action plan is in_progress and cannot become verified: implemented is the next \
         step, and planned the step back, with a note"
    );
}

#[test]
fn a_log_ends() {
    let mut data = in_status(ActionPlanStatus::InProgress).data().clone();
    data.log_length = MAX_LOG_ENTRIES;
    let moved = ActionPlan::from_stored(data).advance(None, Actor::Operator, now());
    assert_eq!(moved, Err(MoveRefusal::LogFull));
}

#[test]
fn a_plan_is_added_in_time_to_a_finding_that_is_not_closed_and_has_room() {
    let add = |plan, finding: &Finding, present| {
        ActionPlan::add(plan, finding, present, Actor::Operator, now()).map(|_| ())
    };
    assert_eq!(add(new_plan(1), &draft(1), 99), Ok(()));
    assert_eq!(add(new_plan(1), &draft(1), 100), Err(AddPlanError::TooMany));
    let late = NewActionPlan {
        due_on: day(-2),
        ..new_plan(1)
    };
    assert_eq!(
        add(late, &draft(1), 0),
        Err(AddPlanError::DueInPast(day(-2)))
    );
    let plans = PlanTally {
        verified: 1,
        unverified: 0,
    };
    let closed = draft(1)
        .issue(now())
        .and_then(|finding| finding.start_remediation(plans, now()))
        .and_then(|finding| finding.close(plans, now()))
        .unwrap();
    assert_eq!(
        add(new_plan(1), &closed, 0),
        Err(FindingRefusal::Closed.into())
    );
}

#[test]
fn what_is_implemented_is_not_overdue() {
    let due = new_plan(1).due_on;
    let after = Date::from_unix_days(due.unix_days() + 1).unwrap();
    let overdue = ActionPlanStatus::ALL.map(|status| in_status(status).is_overdue(after));
    assert_eq!(overdue, [true, true, false, false]);
    assert!(!in_status(ActionPlanStatus::Planned).is_overdue(due));
}

/// The status that a log tells, if it is whole: numbered without a gap, each entry where the last one ended.
fn replay(log: &[RemediationLogEntry]) -> Option<ActionPlanStatus> {
    let mut status = None;
    for (entry, number) in log.iter().zip(1..) {
        if entry.sequence != number || entry.event.from() != status {
            return None;
        }
        status = Some(entry.event.to());
    }
    status
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn no_sequence_of_moves_skips_a_step_or_loses_an_entry(
        moves in prop::collection::vec((0_usize..4, any::<bool>()), 0..24),
    ) {
        let (mut plan, entry) = planned().into_parts();
        let mut log = vec![entry];
        for ((to, noted), day) in moves.into_iter().zip(1..) {
            let before = plan.data().status;
            let wanted = ActionPlanStatus::ALL[to];
            let noted = noted.then(note);
            if let Ok(moved) = plan.clone().move_to(wanted, noted, Actor::Operator, at_day(day)) {
                let (after, entry) = moved.into_parts();
                let distance = (wanted as i8) - (before as i8);
                prop_assert_eq!(distance.abs(), 1, "a step was skipped");
                prop_assert!(distance > 0 || entry.event.note().is_some(), "back without a note");
                plan = after;
                log.push(entry);
            }
            prop_assert_eq!(replay(&log), Some(plan.data().status));
            prop_assert_eq!(u32::try_from(log.len()).unwrap(), plan.data().log_length);
        }
    }
}
