use super::*;

/// A call about key 0 that began, and was acknowledged, at these microseconds.
fn change(kind: Kind, started: Moment, acknowledged: Option<Moment>) -> Change {
    Change {
        kind,
        keys: 0..1,
        started: started * 1000,
        acknowledged: acknowledged.map(|at| at * 1000),
        ended: acknowledged.unwrap_or(started + 5) * 1000,
    }
}

/// A verification of key 0 that lasted from one microsecond to another.
fn verification(outcome: Outcome, started: Moment, ended: Moment) -> Verification {
    Verification::new(0, 1, outcome, started * 1000, ended * 1000)
}

fn verdict(changes: &[Change], verifications: &[Verification]) -> Verdict {
    check(&History {
        changes: changes.to_vec(),
        verifications: verifications.to_vec(),
        unanswered: 0,
    })
}

/// (violations, wrongly denied, telling).
fn counts(changes: &[Change], verifications: &[Verification]) -> (usize, usize, u64) {
    let verdict = verdict(changes, verifications);
    (
        verdict.violations.len(),
        verdict.wrongly_denied.len(),
        verdict.telling,
    )
}

#[test]
fn a_key_that_is_accepted_after_its_revocation_returned_is_found() {
    let accepted = verification(Outcome::Accepted, 21, 25);
    let revoked = [change(Kind::Revoke, 10, Some(20))];
    let verdict = verdict(&revoked, &[verification(Outcome::Denied, 22, 23), accepted]);
    let found = Violation {
        verification: accepted,
        forbidden_since: 20_000,
    };
    assert_eq!((verdict.violations, verdict.telling), (vec![found], 2));
}

#[test]
fn every_kind_of_change_that_takes_power_away_forbids() {
    for kind in [Kind::Revoke, Kind::Narrow, Kind::Rotate, Kind::Suspend] {
        let accepted = [verification(Outcome::Accepted, 21, 25)];
        assert_eq!(
            counts(&[change(kind, 10, Some(20))], &accepted),
            (1, 0, 1),
            "{kind:?}"
        );
    }
}

#[test]
fn what_overlaps_the_change_may_go_either_way() {
    let revoked = [change(Kind::Revoke, 10, Some(20))];
    for (started, ended) in [(5, 15), (15, 18), (15, 300), (5, 300), (20, 30)] {
        for outcome in [Outcome::Accepted, Outcome::Denied] {
            assert_eq!(
                counts(&revoked, &[verification(outcome, started, ended)]),
                (0, 0, 0),
                "{outcome:?} from {started} to {ended}"
            );
        }
    }
}

#[test]
fn a_change_without_success_forbids_nothing_until_its_repetition_succeeds() {
    let accepted = |at| [verification(Outcome::Accepted, at, at + 1)];
    let failed = change(Kind::Revoke, 10, None);
    assert_eq!(
        counts(std::slice::from_ref(&failed), &accepted(100)),
        (0, 0, 0)
    );
    let repeated = [failed, change(Kind::Revoke, 50, Some(60))];
    assert_eq!(counts(&repeated, &accepted(55)), (0, 0, 0));
    assert_eq!(counts(&repeated, &accepted(100)), (1, 0, 1));
    // It may have happened, so that being denied is no fault either.
    let denied = [verification(Outcome::Denied, 30, 31)];
    assert_eq!(counts(&repeated, &denied), (0, 0, 0));
}

#[test]
fn a_suspension_forbids_until_somebody_begins_to_end_it() {
    let changes = [
        change(Kind::Suspend, 10, Some(20)),
        change(Kind::Resume, 40, Some(50)),
        change(Kind::Suspend, 70, Some(80)),
        change(Kind::Resume, 90, None),
    ];
    let accepted = |at| [verification(Outcome::Accepted, at, at + 1)];
    let violations = [15, 30, 39, 45, 60, 75, 82, 96].map(|at| counts(&changes, &accepted(at)).0);
    assert_eq!(violations, [0, 1, 0, 0, 0, 0, 1, 0]);
}

#[test]
fn a_resume_that_was_still_under_way_ends_a_suspension_too() {
    // Its repetition may take effect after the suspension that was asked for meanwhile.
    let mut late = change(Kind::Resume, 5, None);
    late.ended = 30_000;
    let changes = [change(Kind::Suspend, 10, Some(20)), late];
    let accepted = [verification(Outcome::Accepted, 40, 41)];
    assert_eq!(counts(&changes, &accepted), (0, 0, 0));
}

#[test]
fn a_key_that_nobody_touched_must_not_be_denied() {
    let denied = [verification(Outcome::Denied, 3, 4)];
    assert_eq!(counts(&[], &denied), (0, 1, 0));
    let later = [change(Kind::Revoke, 10, Some(20))];
    assert_eq!(counts(&later, &denied), (0, 1, 0));
}

#[test]
fn not_knowing_is_never_wrong() {
    let revoked = [change(Kind::Revoke, 10, Some(20))];
    for outcome in [Outcome::Unavailable, Outcome::Other] {
        assert_eq!(
            counts(&revoked, &[verification(outcome, 30, 31)]),
            (0, 0, 1)
        );
        assert_eq!(counts(&[], &[verification(outcome, 30, 31)]), (0, 0, 0));
    }
}

#[test]
fn other_keys_are_not_meant() {
    let revoked = [change(Kind::Revoke, 10, Some(20))];
    let other = Verification::new(1, 0, Outcome::Accepted, 30_000, 31_000);
    assert_eq!(counts(&revoked, &[other]), (0, 0, 0));
}
