use super::*;
use crate::{
    Attempt, KeyEvent, KeyState, NarrowError, RevocationReason, RotationPeriod, Status, WrongStatus,
};

fn revoked() -> Key {
    issued("read:findings")
        .revoke(Actor::System, None, at_day(1))
        .unwrap()
        .0
}

fn only(cidr: &str) -> SourceAddresses {
    SourceAddresses::Only(cidr.parse().unwrap())
}

#[test]
fn a_key_is_valid_up_to_not_including_its_expiry() {
    let key = issued("read:findings");
    let end = at_day(90);
    let just_before = Timestamp::from_unix_micros(end.unix_micros() - 1).unwrap();
    assert_eq!(key.status(just_before), Status::Active);
    assert_eq!(key.status(end), Status::Expired);
    assert_eq!(key.status(Timestamp::MAX), Status::Expired);
}

#[test]
fn revoked_wins_over_expired_and_over_the_clock() {
    for now in [at_day(0), at_day(1), at_day(90), Timestamp::MAX] {
        assert_eq!(revoked().status(now), Status::Revoked);
    }
}

#[test]
fn a_revocation_says_when_by_whom_and_why() {
    let reason = RevocationReason::new("laptop stolen").unwrap();
    let (key, event) = issued("read:findings")
        .revoke(Actor::Operator, Some(reason.clone()), at_day(5))
        .unwrap();
    let revocation = key.revocation().unwrap();
    assert_eq!(revocation.at, at_day(5));
    assert_eq!(revocation.by, Actor::Operator);
    assert_eq!(revocation.reason, Some(reason.clone()));
    assert_eq!(revocation.successor, None);
    assert_eq!(
        event,
        KeyEvent::Revoked {
            reason: Some(reason)
        }
    );
    assert!(event.tightens());
}

#[test]
fn an_expired_key_can_still_be_revoked() {
    let (key, _) = issued("read:findings")
        .revoke(Actor::System, None, at_day(91))
        .unwrap();
    assert_eq!(key.status(at_day(91)), Status::Revoked);
}

#[test]
fn the_first_revocation_stands() {
    let refused = revoked()
        .revoke(Actor::Operator, None, at_day(2))
        .unwrap_err();
    assert_eq!(
        refused,
        WrongStatus {
            from: Status::Revoked,
            attempt: Attempt::Revoke
        }
    );
}

#[test]
fn a_label_changes_unless_the_key_is_revoked() {
    let label = || Label::new("Nightly export").unwrap();
    for day in [1, 91] {
        let (key, event) = issued("read:findings")
            .rename(label(), at_day(day))
            .unwrap();
        assert_eq!(key.data().label, label());
        assert!(!event.tightens());
        assert!(matches!(event, KeyEvent::Renamed { to, .. } if to == label()));
    }
    let refused = revoked().rename(label(), at_day(1)).unwrap_err();
    assert_eq!(
        refused,
        WrongStatus {
            from: Status::Revoked,
            attempt: Attempt::Rename
        }
    );
}

#[test]
fn scopes_only_become_fewer() {
    let key = issued("read:* write:evidence");
    let (narrower, event) = key
        .clone()
        .narrow_scopes(scopes("read:findings"), at_day(1))
        .unwrap();
    assert_eq!(narrower.data().scopes.to_string(), "read:findings");
    assert!(event.tightens());
    for more in ["read:findings write:findings", "admin:sync", ""] {
        let refused = key
            .clone()
            .narrow_scopes(scopes(more), at_day(1))
            .unwrap_err();
        assert!(
            matches!(refused, NarrowError::Scopes(_)),
            "{more}: {refused:?}"
        );
        assert!(
            refused.to_string().starts_with("scopes of the key: "),
            "{refused}"
        );
    }
}

#[test]
fn addresses_only_become_fewer() {
    let (key, event) = issued("read:findings")
        .narrow_sources(only("203.0.113.0/24"), at_day(1))
        .unwrap();
    assert!(event.tightens());
    let (key, _) = key
        .narrow_sources(only("203.0.113.128/25"), at_day(1))
        .unwrap();
    assert_eq!(key.data().sources, only("203.0.113.128/25"));
    for wider in [
        only("203.0.113.0/24"),
        only("198.51.100.0/24"),
        SourceAddresses::Anywhere,
    ] {
        let refused = key.clone().narrow_sources(wider, at_day(1)).unwrap_err();
        assert!(matches!(refused, NarrowError::Sources(_)), "{refused:?}");
        assert!(
            refused.to_string().starts_with("allowed_cidrs: "),
            "{refused}"
        );
    }
}

#[test]
fn only_an_active_key_is_narrowed() {
    for (key, now, from) in [
        (issued("read:findings"), at_day(90), Status::Expired),
        (revoked(), at_day(1), Status::Revoked),
    ] {
        let expected = NarrowError::WrongStatus(WrongStatus {
            from,
            attempt: Attempt::Narrow,
        });
        let same = scopes("read:findings");
        assert_eq!(key.clone().narrow_scopes(same, now), Err(expected.clone()));
        let refused = key
            .narrow_sources(SourceAddresses::Anywhere, now)
            .unwrap_err();
        assert_eq!(refused, expected);
        assert!(
            refused.to_string().contains("cannot be narrowed"),
            "{refused}"
        );
    }
}

#[test]
fn rotation_is_due_a_period_after_generation_while_there_is_something_to_rotate() {
    let period = RotationPeriod::new(Days::new(30).unwrap()).unwrap();
    let key = issued("read:findings");
    assert_eq!(key.rotation_due_at(period), at_day(30));
    assert!(!key.is_rotation_due(period, at_second(30 * 86_400 - 1)));
    assert!(key.is_rotation_due(period, at_day(30)));
    assert!(!key.is_rotation_due(period, at_day(90)), "expired");
    assert!(!revoked().is_rotation_due(period, at_day(30)));
    let rotated = KeyState::Rotated {
        successor: key_id(2),
        at: at_day(1),
    };
    let mut data = key.data().clone();
    data.state = rotated;
    assert!(!Key::from_stored(data).is_rotation_due(period, at_day(30)));
}
