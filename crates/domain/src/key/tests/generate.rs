use super::*;
use crate::{IssueError, KeyEvent, KeyState, Status};

fn refusal(office: &Office, new: NewKey, active_keys: u32) -> IssueError {
    Key::generate(new, active_keys, &office.issuer(), at_day(0)).unwrap_err()
}

#[test]
fn a_new_key_holds_what_was_asked_for() {
    let office = Office::open();
    let (key, event) =
        Key::generate(new_key("read:findings"), 0, &office.issuer(), at_day(3)).unwrap();
    let data = key.data();
    assert_eq!(data.organization, office.organization.id());
    assert_eq!(data.created_at, at_day(3));
    assert_eq!(data.expires_at, at_day(93));
    assert_eq!(data.created_by, Actor::Operator);
    assert_eq!(data.predecessor, None);
    assert_eq!(data.state, KeyState::Issued);
    assert_eq!(key.status(at_day(3)), Status::Active);
    assert!(!event.tightens());
    assert!(
        matches!(&event, KeyEvent::Generated { mask, .. } if mask.last_four() == "f3Ka"),
        "{event:?}"
    );
    assert_eq!(Key::from_stored(data.clone()), key);
}

#[test]
fn a_grant_is_never_empty_and_never_of_unknown_scopes() {
    let office = Office::open();
    assert!(matches!(
        refusal(&office, new_key(""), 0),
        IssueError::NoScopes(_)
    ));
    let refused = refusal(&office, new_key("read:findings read:invoices"), 0);
    assert!(
        matches!(refused, IssueError::UnknownScopes(_)),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("read:invoices"), "{refused}");
}

#[test]
fn nobody_hands_out_more_than_they_hold() {
    let office = Office::with(Policy::default(), "read:findings");
    let refused = refusal(&office, new_key("read:findings write:evidence"), 0);
    assert!(
        matches!(refused, IssueError::BeyondIssuer(_)),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("write:evidence"), "{refused}");
    assert!(!refused.to_string().contains("read:findings;"), "{refused}");
    assert!(matches!(
        refusal(&office, new_key("read:*"), 0),
        IssueError::BeyondIssuer(_)
    ));
}

#[test]
fn the_policy_bounds_scopes_lifetime_number_and_addresses() {
    let days = |days| Days::new(days).unwrap();
    let policy = Policy {
        maximum_lifetime: days(30),
        grantable: scopes("read:*"),
        maximum_active_keys: 2,
        ..Policy::default()
    };
    let office = Office::with(policy.clone(), "admin:*");
    let month = NewKey {
        expiration: Expiration::Days30,
        ..new_key("read:findings")
    };
    assert!(Key::generate(month.clone(), 1, &office.issuer(), at_day(0)).is_ok());

    let refused = refusal(&office, month.clone(), 2);
    assert_eq!(refused, IssueError::TooManyKeys { maximum: 2 });
    assert!(refused.to_string().contains("revoke one"), "{refused}");

    let refused = refusal(&office, new_key("read:findings"), 0);
    assert!(matches!(refused, IssueError::Expiration(_)), "{refused:?}");
    assert!(refused.to_string().contains("30 days at most"), "{refused}");

    let refused = refusal(
        &office,
        NewKey {
            scopes: scopes("write:evidence"),
            ..month.clone()
        },
        0,
    );
    assert!(
        matches!(refused, IssueError::ForbiddenByPolicy(_)),
        "{refused:?}"
    );
    assert!(refused.to_string().contains("policy"), "{refused}");

    let office = Office::with(
        Policy {
            sources_required: true,
            ..policy
        },
        "admin:*",
    );
    let refused = refusal(&office, month.clone(), 0);
    assert_eq!(refused, IssueError::SourcesRequired);
    assert!(refused.to_string().contains("allowed_cidrs"), "{refused}");
    let only = SourceAddresses::Only(["203.0.113.0/24"].join(" ").parse().unwrap());
    let bound = NewKey {
        sources: only,
        ..month
    };
    assert!(Key::generate(bound, 0, &office.issuer(), at_day(0)).is_ok());
}

#[test]
fn a_suspended_organization_makes_no_keys() {
    let mut office = Office::open();
    office.organization = office.organization.suspend(at_day(0)).unwrap().0;
    let refused = refusal(&office, new_key("read:findings"), 0);
    assert_eq!(refused, IssueError::OrganizationSuspended);
    assert!(refused.to_string().contains("suspended"), "{refused}");
}

#[test]
fn a_mistake_in_the_grant_names_its_field() {
    let office = Office::open();
    let refused = refusal(&office, new_key(""), 0);
    assert!(refused.to_string().starts_with("scopes: "), "{refused}");
}
