use uuid::Uuid;

use super::*;
use crate::{RevocationReason, ScopeSet};

fn grant(scopes: &str) -> NonEmptyScopes {
    NonEmptyScopes::new(scopes.parse::<ScopeSet>().unwrap()).unwrap()
}

/// An event, its name, and its details in order.
type Row = (
    KeyEvent,
    &'static str,
    &'static [(&'static str, &'static str)],
);

fn events() -> [Row; 7] {
    let label = |text| Label::new(text).unwrap();
    let only = SourceAddresses::Only("203.0.113.0/24".parse().unwrap());
    let successor = KeyId::from_uuid(Uuid::from_u128(2));
    [
        (
            KeyEvent::Generated {
                label: label("Export"),
                scopes: grant("read:*"),
                sources: SourceAddresses::Anywhere,
                rate_limit: Some("600/1m".parse().unwrap()),
                mask: "f3Ka".parse().unwrap(),
                expires_at: Timestamp::UNIX_EPOCH,
                predecessor: Some(KeyId::from_uuid(Uuid::from_u128(1))),
            },
            "key.generated",
            &[
                ("expires_at", "1970-01-01T00:00:00Z"),
                ("label", "Export"),
                ("last_four", "f3Ka"),
                ("predecessor", "00000000-0000-0000-0000-000000000001"),
                ("rate_limit", "600/1m"),
                ("scopes", "read:*"),
                ("sources", "anywhere"),
            ],
        ),
        (
            KeyEvent::Renamed {
                from: label("Export"),
                to: label("Import"),
            },
            "key.renamed",
            &[("from", "Export"), ("to", "Import")],
        ),
        (
            KeyEvent::ScopesNarrowed {
                from: grant("read:*"),
                to: grant("read:findings"),
            },
            "key.scopes_narrowed",
            &[("from", "read:*"), ("to", "read:findings")],
        ),
        (
            KeyEvent::SourcesNarrowed {
                from: SourceAddresses::Anywhere,
                to: only,
            },
            "key.sources_narrowed",
            &[("from", "anywhere"), ("to", "203.0.113.0/24")],
        ),
        (
            KeyEvent::RateLimitChanged {
                from: None,
                to: Some("600/1m".parse().unwrap()),
            },
            "key.rate_limit_changed",
            &[("from", "none"), ("to", "600/1m")],
        ),
        (
            KeyEvent::Rotated {
                successor,
                works_until: Timestamp::UNIX_EPOCH,
            },
            "key.rotated",
            &[
                ("successor", "00000000-0000-0000-0000-000000000002"),
                ("works_until", "1970-01-01T00:00:00Z"),
            ],
        ),
        (
            KeyEvent::Revoked {
                reason: Some(RevocationReason::new("stolen").unwrap()),
            },
            "key.revoked",
            &[("reason", "stolen")],
        ),
    ]
}

#[test]
fn each_event_has_its_name_and_says_what_matters() {
    for (event, action, details) in events() {
        assert_eq!(event.action().as_str(), action);
        assert_eq!(
            event.details().unwrap().iter().collect::<Vec<_>>(),
            details,
            "{action}"
        );
    }
}

#[test]
fn an_event_becomes_an_entry_about_its_key() {
    let key = KeyId::from_uuid(Uuid::from_u128(7));
    let event = KeyEvent::Revoked { reason: None };
    let draft = event
        .to_draft(key, Actor::System, Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(draft.subject, Subject::Key(key));
    assert_eq!(draft.actor, Actor::System);
    assert!(draft.details.is_empty());
}

#[test]
fn the_longest_lists_fit_into_an_entry() {
    let blocks: Vec<String> = (0..64)
        .map(|n| format!("2001:db8:aaaa:bbbb:cccc:dddd:eeee:{n:x}0f"))
        .collect();
    let scopes: Vec<String> = (0..64)
        .map(|n| format!("write:{}-{n}", "abcdefg-".repeat(7)))
        .collect();
    let event = KeyEvent::Generated {
        label: Label::new(&"€".repeat(80)).unwrap(),
        scopes: grant(&scopes.join(" ")),
        sources: SourceAddresses::Only(blocks.join(" ").parse().unwrap()),
        rate_limit: None,
        mask: "f3Ka".parse().unwrap(),
        expires_at: Timestamp::UNIX_EPOCH,
        predecessor: None,
    };
    assert!(event.details().is_ok(), "{:?}", event.details());
}
