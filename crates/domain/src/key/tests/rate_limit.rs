use super::*;
use crate::{
    Attempt, Authority, Caller, Grant, IssueError, KeyEvent, LimitError, NonEmptyScopes, Overlap,
    RateLimit, RotateError, Status, Successor, WrongStatus,
};

fn limit(text: &str) -> RateLimit {
    text.parse().unwrap()
}

fn policy(text: &str) -> Policy {
    Policy {
        rate_limit: Some(limit(text)),
        ..Policy::default()
    }
}

/// A key that may be used so often, and calls.
fn program(text: &str) -> Caller {
    Caller {
        authority: Authority::Key {
            scopes: NonEmptyScopes::new(scopes("admin:*")).unwrap(),
            rate_limit: Some(limit(text)),
        },
        ..Caller::operator(issued("admin:*").data().organization)
    }
}

fn generate(office: &Office, own: Option<&str>, ceiling: Option<&str>) -> Result<Key, IssueError> {
    let issuer = Issuer {
        rate_ceiling: ceiling.map(limit),
        ..office.issuer()
    };
    let new = NewKey {
        rate_limit: own.map(limit),
        ..new_key("read:findings")
    };
    Key::generate(new, 0, &issuer, at_day(0)).map(|(key, _)| key)
}

#[test]
fn a_key_has_its_own_limit_or_its_organizations() {
    for (default, own, expected) in [
        (None, None, None),
        (Some("600/1m"), None, Some("600/1m")),
        (Some("600/1m"), Some("5/1s"), Some("5/1s")),
        (Some("5/1s"), Some("600/1m"), Some("600/1m")),
        (None, Some("5/1s"), Some("5/1s")),
    ] {
        let office = Office::with(default.map(policy).unwrap_or_default(), "admin:*");
        let key = generate(&office, own, None).unwrap();
        let grant = Grant::of(&key, &office.organization);
        assert_eq!(grant.rate_limit, expected.map(limit));
    }
}

#[test]
fn a_key_hands_out_no_more_than_it_may_use_itself() {
    let open = Office::open();
    let limited = Office::with(policy("600/1m"), "admin:*");
    for (office, own, handed_out) in [
        (&open, Some("600/1m"), true),
        (&open, Some("601/1m"), false),
        // Without a limit of its own the new key would have that of the organization, or none.
        (&open, None, false),
        (&limited, None, true),
        (&limited, Some("10/1s"), true),
        (&limited, Some("11/1s"), false),
    ] {
        let made = generate(office, own, Some("600/1m"));
        let ceiling = limit("600/1m");
        match made {
            Ok(_) => assert!(handed_out, "{own:?}"),
            Err(error) => {
                assert!(!handed_out, "{own:?}");
                assert_eq!(error, IssueError::BeyondIssuersRate { ceiling });
                assert!(error.to_string().contains("600/1m"));
            }
        }
    }
}

#[test]
fn a_successor_has_its_predecessors_limit_and_is_bound_by_the_issuers() {
    let office = Office::open();
    let key = generate(&office, Some("600/1m"), None).unwrap();
    let rotate = |ceiling: Option<&str>| {
        let issuer = Issuer {
            rate_ceiling: ceiling.map(limit),
            ..office.issuer()
        };
        let successor = Successor {
            id: key_id(2),
            mask: mask("f3Kb"),
            scopes: None,
            expiration: None,
        };
        let overlap = Overlap::default();
        key.clone().rotate(successor, overlap, &issuer, at_day(1))
    };
    let rotation = rotate(None).unwrap();
    assert_eq!(rotation.successor.data().rate_limit, Some(limit("600/1m")));
    let ceiling = limit("5/1s");
    assert_eq!(
        rotate(Some("5/1s")).unwrap_err(),
        RotateError::Issue(IssueError::BeyondIssuersRate { ceiling })
    );
}

#[test]
fn people_set_any_limit_and_a_key_none_beyond_its_own() {
    let operator = Caller::operator(issued("read:findings").data().organization);
    for (caller, to, allowed) in [
        (&operator, Some("1000000/1s"), true),
        (&operator, None, true),
        (&program("5/1s"), Some("5/1s"), true),
        (&program("5/1s"), Some("6/1s"), false),
        // The organization's default is more than the caller may be used.
        (&program("5/1s"), None, false),
        (&program("600/1m"), None, true),
    ] {
        let key = issued("read:findings");
        let to = to.map(limit);
        let changed = key.limit_rate(to, &policy("600/1m"), caller, at_day(1));
        match changed {
            Ok((key, event)) => {
                assert!(allowed, "{to:?}");
                assert_eq!(key.data().rate_limit, to);
                assert_eq!(event, KeyEvent::RateLimitChanged { from: None, to });
            }
            Err(error) => {
                assert!(!allowed, "{to:?}");
                assert!(matches!(error, LimitError::BeyondCaller { .. }));
            }
        }
    }
}

#[test]
fn an_expired_key_gets_no_other_limit() {
    let operator = Caller::operator(issued("read:findings").data().organization);
    let refused = issued("read:findings").limit_rate(None, &policy("1/1s"), &operator, at_day(90));
    let error = WrongStatus {
        from: Status::Expired,
        attempt: Attempt::Limit,
    };
    assert_eq!(refused.unwrap_err(), LimitError::WrongStatus(error));
}
