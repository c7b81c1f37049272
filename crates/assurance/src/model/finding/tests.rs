use proptest::prelude::*;

use super::*;
use crate::testing::{at_day, draft, entity_id, now};

const NONE: PlanTally = PlanTally {
    verified: 0,
    unverified: 0,
};
const VERIFIED: PlanTally = PlanTally {
    verified: 2,
    unverified: 0,
};
const HALF: PlanTally = PlanTally {
    verified: 1,
    unverified: 1,
};

fn in_status(status: FindingStatus) -> Finding {
    let finding = draft(1);
    if status == FindingStatus::Draft {
        return finding;
    }
    let finding = finding.issue(now()).unwrap();
    if status == FindingStatus::Open {
        return finding;
    }
    let finding = finding.start_remediation(VERIFIED, now()).unwrap();
    if status == FindingStatus::InRemediation {
        return finding;
    }
    finding.close(VERIFIED, now()).unwrap()
}

#[test]
fn statuses_parse_from_what_they_print() {
    for status in FindingStatus::ALL {
        assert_eq!(status.to_string().parse(), Ok(status));
        assert!(UnknownFindingStatus.to_string().contains(status.as_str()));
    }
    assert_eq!("Open".parse::<FindingStatus>(), Err(UnknownFindingStatus));
}

#[test]
fn each_status_leads_to_its_next_one_and_to_no_other() {
    for from in FindingStatus::ALL {
        for to in FindingStatus::ALL {
            let finding = in_status(from);
            let data = finding.data().clone();
            match finding.become_status(to, VERIFIED, at_day(3)) {
                Ok(changed) => {
                    assert_eq!((changed.status(), to), (from.next(), from.next()));
                    assert_eq!(changed.data().updated_at, at_day(3));
                    assert_eq!(changed.data().description, data.description);
                }
                Err(refusal) => {
                    assert_ne!(to, from.next(), "{from}");
                    assert_eq!(refusal, FindingRefusal::Step { from, to });
                }
            }
        }
    }
}

#[test]
fn remediation_starts_with_a_plan_and_ends_when_all_are_verified() {
    let open = || in_status(FindingStatus::Open);
    let acting = || in_status(FindingStatus::InRemediation);
    assert_eq!(
        open().start_remediation(NONE, now()),
        Err(FindingRefusal::NoActionPlan)
    );
    assert!(open().start_remediation(HALF, now()).is_ok());
    assert_eq!(
        acting().close(HALF, now()),
        Err(FindingRefusal::Unverified(1))
    );
    assert_eq!(
        acting().close(NONE, now()),
        Err(FindingRefusal::NoActionPlan)
    );
    let closed = acting().close(VERIFIED, at_day(9)).unwrap();
    assert_eq!(closed.data().state.closed_at(), Some(at_day(9)));
    assert_eq!(
        closed.reopen(at_day(10)).unwrap().data().state.closed_at(),
        None
    );
}

#[test]
fn a_closed_finding_stays_as_it_is_and_an_issued_one_with_its_entity() {
    let other_entity = FindingRevision {
        entity: Some(entity_id(9)),
        ..FindingRevision::default()
    };
    let more_severe = FindingRevision {
        severity: Some(Severity::Critical),
        ..FindingRevision::default()
    };
    let closed = in_status(FindingStatus::Closed);
    assert_eq!(
        closed.revise(more_severe.clone(), now()),
        Err(FindingRefusal::Closed)
    );
    let open = in_status(FindingStatus::Open);
    assert_eq!(
        open.clone().revise(other_entity.clone(), now()),
        Err(FindingRefusal::EntityFixed)
    );
    assert_eq!(
        open.revise(more_severe, now()).unwrap().data().severity,
        Severity::Critical
    );
    let moved = draft(1).revise(other_entity, at_day(2)).unwrap();
    assert_eq!(
        (moved.data().entity, moved.data().updated_at),
        (entity_id(9), at_day(2))
    );
}

#[test]
fn what_is_so_already_is_no_revision() {
    let finding = draft(1);
    let same = FindingRevision {
        entity: Some(finding.data().entity),
        title: Some(finding.data().title.clone()),
        description: Some(finding.data().description.clone()),
        severity: Some(finding.data().severity),
    };
    assert!(same.against(&finding).is_empty());
}

#[test]
fn a_finding_is_not_raised_tomorrow() {
    let on = |days| {
        let mut new = crate::testing::new_finding(1);
        new.raised_on = Date::from_unix_days(Date::of(now()).unix_days() + days);
        Finding::draft(new, Actor::Operator, now())
    };
    assert!(on(-400).is_ok());
    // Somewhere on earth it may be tomorrow already, but never the day after.
    let refused = on(2).unwrap_err();
    assert!(
        refused.to_string().contains("is in the future"),
        "{refused}"
    );
}

#[test]
fn refusals_say_from_where_to_where_and_what_would_be_right() {
    let from = FindingStatus::Draft;
    let to = FindingStatus::Closed;
    assert_eq!(
        FindingRefusal::Step { from, to }.to_string(),
        "status: the finding is draft and cannot become closed: its next status is open"
    );
}

#[test]
fn parts_that_do_not_fit_are_no_state() {
    let at = Some(now());
    for (status, issued_at, closed_at) in [
        (FindingStatus::Draft, at, None),
        (FindingStatus::Open, None, None),
        (FindingStatus::Open, at, at),
        (FindingStatus::Closed, at, None),
        (FindingStatus::Closed, None, at),
    ] {
        assert_eq!(FindingState::from_parts(status, issued_at, closed_at), None);
    }
    for status in FindingStatus::ALL {
        let state = in_status(status).data().state;
        let parts = (state.issued_at(), state.closed_at());
        assert_eq!(
            FindingState::from_parts(status, parts.0, parts.1),
            Some(state)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn no_sequence_of_transitions_skips_a_step_or_becomes_a_draft_again(
        steps in prop::collection::vec((0_usize..4, 0_u32..3, 0_u32..2), 1..16),
    ) {
        let mut finding = draft(1);
        for ((to, verified, unverified), day) in steps.into_iter().zip(1..) {
            let (before, plans) = (finding.clone(), PlanTally { verified, unverified });
            let Ok(after) = finding.clone().become_status(FindingStatus::ALL[to], plans, at_day(day))
            else { continue };
            prop_assert_eq!(after.status(), before.status().next());
            let state = after.data().state;
            prop_assert!(state.issued_at().is_some(), "an issue was forgotten");
            if let Some(issued_at) = before.data().state.issued_at() {
                prop_assert_eq!(state.issued_at(), Some(issued_at));
            }
            if after.status() == FindingStatus::Closed {
                prop_assert!(verified > 0 && unverified == 0, "closed without verification");
            }
            finding = after;
        }
    }
}
