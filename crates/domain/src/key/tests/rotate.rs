use super::*;
use crate::{
    Attempt, KeyEvent, KeyState, Overlap, RotateError, Rotation, Status, Successor, WrongStatus,
};

fn successor() -> Successor {
    Successor {
        id: key_id(2),
        mask: mask("Zz09"),
        scopes: None,
        expiration: None,
    }
}

fn rotate(key: Key, overlap: Overlap, day: u64) -> Result<Rotation, RotateError> {
    key.rotate(successor(), overlap, &Office::open().issuer(), at_day(day))
}

#[test]
fn the_successor_has_label_scopes_addresses_and_a_fresh_lifetime() {
    let Rotation {
        successor,
        successor_event,
        ..
    } = rotate(issued("read:* write:evidence"), Overlap::default(), 60).unwrap();
    let data = successor.data();
    assert_eq!(data.id, key_id(2));
    assert_eq!(data.label.as_str(), "ServiceNow Integration Key");
    assert_eq!(data.scopes.to_string(), "read:* write:evidence");
    assert_eq!(data.sources, SourceAddresses::Anywhere);
    assert_eq!(data.created_at, at_day(60));
    assert_eq!(
        data.expires_at,
        at_day(150),
        "90 days, as the predecessor was given"
    );
    assert_eq!(data.predecessor, Some(key_id(1)));
    assert!(matches!(
        successor_event,
        KeyEvent::Generated { predecessor: Some(id), .. } if id == key_id(1)
    ));
}

#[test]
fn the_predecessor_works_until_the_overlap_is_over() {
    let Rotation {
        predecessor,
        predecessor_event,
        ..
    } = rotate(issued("read:findings"), Overlap::default(), 60).unwrap();
    assert_eq!(predecessor.status(at_day(60)), Status::Active);
    assert_eq!(predecessor.status(at_day(61)), Status::Expired);
    assert_eq!(
        predecessor.data().state,
        KeyState::Rotated {
            successor: key_id(2),
            at: at_day(60)
        }
    );
    assert_eq!(
        predecessor_event,
        KeyEvent::Rotated {
            successor: key_id(2),
            works_until: at_day(61)
        }
    );
    assert!(predecessor_event.tightens());
}

#[test]
fn an_overlap_never_moves_the_expiry_later() {
    let week = Overlap::new(Days::of(7)).unwrap();
    let rotation = rotate(issued("read:findings"), week, 88).unwrap();
    assert_eq!(rotation.predecessor.data().expires_at, at_day(90));
}

#[test]
fn without_overlap_the_predecessor_is_revoked_at_once() {
    let rotation = rotate(issued("read:findings"), Overlap::NONE, 60).unwrap();
    assert_eq!(rotation.predecessor.status(at_day(60)), Status::Revoked);
    assert_eq!(rotation.predecessor.successor(), Some(key_id(2)));
    assert_eq!(rotation.predecessor.data().expires_at, at_day(60));
}

#[test]
fn a_key_is_rotated_once() {
    for overlap in [Overlap::default(), Overlap::NONE] {
        let rotation = rotate(issued("read:findings"), overlap, 1).unwrap();
        let refused = rotate(rotation.predecessor, overlap, 1).unwrap_err();
        assert_eq!(
            refused,
            RotateError::AlreadyRotated {
                successor: key_id(2)
            }
        );
        assert!(
            refused.to_string().contains("rotate its successor"),
            "{refused}"
        );
    }
}

#[test]
fn a_rotated_key_that_is_revoked_still_names_its_successor() {
    let rotation = rotate(issued("read:findings"), Overlap::default(), 1).unwrap();
    let (key, _) = rotation
        .predecessor
        .revoke(Actor::System, None, at_day(1))
        .unwrap();
    assert_eq!(key.successor(), Some(key_id(2)));
    assert_eq!(key.status(at_day(1)), Status::Revoked);
}

#[test]
fn only_an_active_key_is_rotated() {
    let revoked = issued("read:findings")
        .revoke(Actor::System, None, at_day(1))
        .unwrap()
        .0;
    for (key, day, from) in [
        (revoked, 1, Status::Revoked),
        (issued("read:findings"), 90, Status::Expired),
    ] {
        let refused = rotate(key, Overlap::default(), day).unwrap_err();
        let expected = WrongStatus {
            from,
            attempt: Attempt::Rotate,
        };
        assert_eq!(refused, RotateError::WrongStatus(expected));
        assert!(
            refused.to_string().contains("cannot be rotated"),
            "{refused}"
        );
    }
}

#[test]
fn a_successor_may_have_fewer_scopes_and_never_more() {
    let rotated_to = |wanted: &str| {
        let successor = Successor {
            scopes: Some(scopes(wanted)),
            ..successor()
        };
        let key = issued("read:* write:evidence");
        key.rotate(
            successor,
            Overlap::default(),
            &Office::open().issuer(),
            at_day(1),
        )
    };
    let rotation = rotated_to("read:findings").unwrap();
    assert_eq!(
        rotation.successor.data().scopes.to_string(),
        "read:findings"
    );
    for more in ["read:* write:findings", "admin:*", ""] {
        let refused = rotated_to(more).unwrap_err();
        assert!(
            matches!(refused, RotateError::Scopes(_)),
            "{more}: {refused:?}"
        );
        assert!(
            refused.to_string().starts_with("scopes of the successor: "),
            "{refused}"
        );
    }
}

#[test]
fn a_rotation_hands_out_no_more_than_the_issuer_holds() {
    let office = Office::with(Policy::default(), "read:*");
    let refused = issued("admin:sync")
        .rotate(successor(), Overlap::default(), &office.issuer(), at_day(1))
        .unwrap_err();
    assert!(matches!(refused, RotateError::Issue(_)), "{refused:?}");
    assert!(refused.to_string().contains("admin:sync"), "{refused}");
}

#[test]
fn a_lifetime_that_the_policy_no_longer_allows_is_cut() {
    let policy = Policy {
        maximum_lifetime: Days::new(30).unwrap(),
        ..Policy::default()
    };
    let office = Office::with(policy, "admin:*");
    let rotation = issued("read:findings")
        .rotate(
            successor(),
            Overlap::default(),
            &office.issuer(),
            at_day(10),
        )
        .unwrap();
    assert_eq!(rotation.successor.data().expires_at, at_day(40));
}

#[test]
fn a_full_organization_can_still_rotate() {
    let policy = Policy {
        maximum_active_keys: 1,
        ..Policy::default()
    };
    let office = Office::with(policy, "admin:*");
    let key = Key::generate(new_key("read:findings"), 0, &office.issuer(), at_day(0))
        .unwrap()
        .0;
    assert!(
        key.rotate(successor(), Overlap::default(), &office.issuer(), at_day(1))
            .is_ok()
    );
}
