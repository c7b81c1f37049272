use std::net::Ipv4Addr;

use uuid::Uuid;

use super::*;
use crate::{Actor, KeyData, KeyMask, Label, OrganizationName, Policy, Revocation};

fn at(micros: i64) -> Timestamp {
    Timestamp::from_unix_micros(micros).unwrap()
}

fn organization() -> Organization {
    let id = OrganizationId::from_uuid(Uuid::from_u128(2));
    let name = OrganizationName::new("Example Audit").unwrap();
    Organization::found(
        id,
        "example-audit".parse().unwrap(),
        name,
        Policy::default(),
        at(0),
    )
    .0
}

fn key(state: KeyState) -> Key {
    Key::from_stored(KeyData {
        id: KeyId::from_uuid(Uuid::from_u128(1)),
        organization: organization().id(),
        label: Label::new("Example").unwrap(),
        scopes: NonEmptyScopes::new("read:findings".parse().unwrap()).unwrap(),
        sources: SourceAddresses::Only("203.0.113.0/24".parse().unwrap()),
        rate_limit: None,
        mask: "f3Ka".parse::<KeyMask>().unwrap(),
        created_at: at(0),
        created_by: Actor::Operator,
        expires_at: at(100),
        predecessor: None,
        state,
    })
}

fn revoked() -> KeyState {
    KeyState::Revoked(Revocation {
        at: at(1),
        by: Actor::System,
        reason: None,
        successor: None,
    })
}

const INSIDE: Option<IpAddr> = Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9)));

#[test]
fn a_good_key_is_accepted_up_to_its_expiry_and_from_its_addresses() {
    let grant = Grant::of(&key(KeyState::Issued), &organization());
    assert_eq!(grant.check(INSIDE, at(99)), Ok(()));
    assert_eq!(
        grant.check(INSIDE, at(100)),
        Err(Denial::Expired { at: at(100) })
    );
    let outside = Some("198.51.100.1".parse().unwrap());
    assert_eq!(grant.check(outside, at(1)), Err(Denial::SourceNotAllowed));
    assert_eq!(grant.check(None, at(1)), Err(Denial::SourceNotAllowed));
}

#[test]
fn scopes_are_asked_for_one_by_one() {
    let grant = Grant::of(&key(KeyState::Issued), &organization());
    let scope = |text: &str| text.parse::<Scope>().unwrap();
    assert_eq!(
        grant.authorize(&scope("read:findings"), INSIDE, at(1)),
        Ok(())
    );
    let needed = scope("write:findings");
    let refused = grant.authorize(&needed, INSIDE, at(1)).unwrap_err();
    assert_eq!(refused, Denial::InsufficientScope { needed });
    assert_eq!(
        refused.to_string(),
        "the key needs the scope write:findings"
    );
}

#[test]
fn permanent_reasons_come_before_passing_ones() {
    let suspended = organization().suspend(at(1)).unwrap().0;
    let grant = Grant::of(&key(KeyState::Issued), &suspended);
    assert_eq!(
        grant.check(INSIDE, at(2)),
        Err(Denial::OrganizationSuspended)
    );
    assert_eq!(
        grant.check(INSIDE, at(100)),
        Err(Denial::Expired { at: at(100) })
    );
    let grant = Grant::of(&key(revoked()), &suspended);
    assert_eq!(grant.check(None, at(100)), Err(Denial::Revoked));
    let needed = "read:findings".parse().unwrap();
    assert_eq!(
        grant.authorize(&needed, INSIDE, at(1)),
        Err(Denial::Revoked)
    );
}

#[test]
fn a_rotated_key_is_accepted_during_its_overlap() {
    let successor = KeyId::from_uuid(Uuid::from_u128(9));
    let grant = Grant::of(
        &key(KeyState::Rotated {
            successor,
            at: at(1),
        }),
        &organization(),
    );
    assert_eq!(grant.check(INSIDE, at(99)), Ok(()));
}

#[test]
fn each_denial_has_a_stable_code_and_a_message() {
    let needed = "read:findings".parse().unwrap();
    let denials = [
        (Denial::Revoked, "key_revoked", "revoked"),
        (
            Denial::Expired { at: at(0) },
            "key_expired",
            "expired on 1970-01-01T00:00:00Z",
        ),
        (
            Denial::OrganizationSuspended,
            "organization_suspended",
            "suspended",
        ),
        (Denial::SourceNotAllowed, "source_not_allowed", "address"),
        (
            Denial::InsufficientScope { needed },
            "insufficient_scope",
            "read:findings",
        ),
    ];
    for (denial, code, text) in denials {
        assert_eq!(denial.code(), code);
        assert!(denial.to_string().contains(text), "{denial}");
    }
}
