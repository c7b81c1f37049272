use uuid::Uuid;

use super::*;
use crate::{Days, ScopeSet};

fn founded() -> Organization {
    let id = OrganizationId::from_uuid(Uuid::from_u128(1));
    let name = OrganizationName::new("Example Audit").unwrap();
    let slug = "example-audit".parse().unwrap();
    Organization::found(id, slug, name, Policy::default(), Timestamp::UNIX_EPOCH).0
}

#[test]
fn it_begins_active_under_the_default_policy() {
    let organization = founded();
    assert!(!organization.is_suspended());
    assert_eq!(organization.created_at(), Timestamp::UNIX_EPOCH);
    assert_eq!(organization.policy().maximum_lifetime.get(), 366);
    assert_eq!(
        organization.policy().rotation_period,
        RotationPeriod::LONGEST
    );
    assert_eq!(organization.policy().grantable, ScopeSet::top());
    let again = Organization::from_stored(
        organization.id(),
        organization.slug().clone(),
        organization.name().clone(),
        organization.policy().clone(),
        organization.created_at(),
        organization.state(),
    );
    assert_eq!(again, organization);
}

#[test]
fn suspension_and_resumption_alternate() {
    let at = Timestamp::from_unix_micros(5).unwrap();
    let refused = founded().resume().unwrap_err();
    assert_eq!(refused.to_string(), "the organization is not suspended");

    let (suspended, event) = founded().suspend(at).unwrap();
    assert_eq!(event, OrganizationEvent::Suspended);
    assert_eq!(suspended.state(), OrganizationState::Suspended { at });
    let refused = suspended.clone().suspend(Timestamp::MAX).unwrap_err();
    assert_eq!(refused.since, Some(at));
    assert!(refused.to_string().contains("already"), "{refused}");

    let (resumed, event) = suspended.resume().unwrap();
    assert_eq!(event, OrganizationEvent::Resumed);
    assert!(!resumed.is_suspended());
}

#[test]
fn a_policy_change_says_what_it_was_and_is() {
    let stricter = Policy {
        maximum_active_keys: 5,
        ..Policy::default()
    };
    let (changed, event) = founded().change_policy(stricter.clone());
    assert_eq!(changed.policy(), &stricter);
    assert_eq!(
        event,
        OrganizationEvent::PolicyChanged {
            from: Policy::default(),
            to: stricter
        }
    );
}

#[test]
fn the_rotation_period_can_only_be_shortened() {
    let days = |days| Days::new(days).unwrap();
    assert_eq!(RotationPeriod::new(days(30)).unwrap().days(), days(30));
    let refused = RotationPeriod::new(days(91)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "rotation period is too long: at most 90 days are allowed"
    );
}
