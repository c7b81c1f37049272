//! Laws that hold for every sequence of transitions.

use proptest::prelude::*;

use super::*;
use crate::{Overlap, RevocationReason, Status, Successor, scope::strategies};

#[derive(Clone, Debug)]
enum Step {
    Rename,
    NarrowScopes(ScopeSet),
    NarrowSources(SourceAddresses),
    Rotate {
        overlap: u64,
        scopes: Option<ScopeSet>,
        expiration: Option<u64>,
        follow: bool,
    },
    Revoke,
}

fn sources() -> impl Strategy<Value = SourceAddresses> {
    prop_oneof![
        Just(SourceAddresses::Anywhere),
        prop::sample::select(vec!["203.0.113.0/24", "203.0.113.0/25", "198.51.100.7"])
            .prop_map(|cidr| SourceAddresses::Only(cidr.parse().unwrap())),
    ]
}

/// Scopes that the catalogue knows, wildcards among them.
fn known_scopes() -> impl Strategy<Value = ScopeSet> {
    let known = [
        "read:universe",
        "read:findings",
        "write:evidence",
        "write:findings",
        "admin:sync",
        "admin:keys",
        "admin:findings",
        "read:*",
        "write:*",
        "admin:*",
    ];
    prop::sample::subsequence(known.to_vec(), 1..=4).prop_map(|some| scopes(&some.join(" ")))
}

fn any_scopes() -> impl Strategy<Value = ScopeSet> {
    prop_oneof![3 => known_scopes(), 1 => strategies::scope_set()]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => Just(Step::Rename),
        3 => any_scopes().prop_map(Step::NarrowScopes),
        2 => sources().prop_map(Step::NarrowSources),
        4 => (
            0_u64..90,
            prop::option::of(any_scopes()),
            prop::option::of(1_u64..400),
            any::<bool>(),
        )
            .prop_map(|(overlap, scopes, expiration, follow)| Step::Rotate {
                overlap,
                scopes,
                expiration,
                follow,
            }),
        1 => Just(Step::Revoke),
    ]
}

/// Carries a step out; a refusal leaves the key as it was, as a caller would.
fn take(key: &Key, step: Step, office: &Office, now: Timestamp) -> (Key, Option<Key>) {
    let issuer = office.issuer();
    let kept = key.clone();
    match step {
        Step::Rename => {
            let label = Label::new("renamed").unwrap();
            (
                kept.rename(label, now)
                    .map_or_else(|_| key.clone(), |(key, _)| key),
                None,
            )
        }
        Step::NarrowScopes(fewer) => (
            kept.narrow_scopes(fewer, now)
                .map_or_else(|_| key.clone(), |(key, _)| key),
            None,
        ),
        Step::NarrowSources(fewer) => (
            kept.narrow_sources(fewer, now)
                .map_or_else(|_| key.clone(), |(key, _)| key),
            None,
        ),
        Step::Rotate {
            overlap,
            scopes,
            expiration,
            follow,
        } => {
            let successor = Successor {
                id: key_id(u128::from(now.unix_micros().unsigned_abs()) + 2),
                mask: mask("Zz09"),
                scopes,
                expiration: expiration
                    .map(|days| Expiration::At(now.saturating_add(Days::of(days)))),
            };
            let overlap = Overlap::new(Days::of(overlap)).unwrap();
            match kept.rotate(successor, overlap, &issuer, now) {
                Ok(rotation) if follow => (rotation.predecessor, Some(rotation.successor)),
                Ok(rotation) => (rotation.predecessor, None),
                Err(_) => (key.clone(), None),
            }
        }
        Step::Revoke => {
            let reason = RevocationReason::new("no longer used").unwrap();
            let revoked = kept.revoke(Actor::System, Some(reason), now);
            (revoked.map_or_else(|_| key.clone(), |(key, _)| key), None)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn no_sequence_of_transitions_leaves_revoked_or_adds_power(
        granted in known_scopes(),
        steps in prop::collection::vec((step(), 0_u64..40), 1..12),
    ) {
        let office = Office::with(Policy::default(), "admin:*");
        let new = NewKey { scopes: granted, ..new_key("read:findings") };
        let mut key = Key::generate(new, 0, &office.issuer(), at_day(0)).unwrap().0;
        let mut day = 0;
        for (step, days_later) in steps {
            day += days_later;
            let now = at_day(day);
            let (after, successor) = take(&key, step, &office, now);
            let (before, changed) = (key.data(), after.data());
            prop_assert!(changed.expires_at <= before.expires_at, "an expiry moved later");
            prop_assert!(before.scopes.as_set().covers(changed.scopes.as_set()), "a scope was added");
            prop_assert!(before.sources.covers(&changed.sources), "an address was added");
            if key.status(now) == Status::Revoked {
                prop_assert_eq!(after.status(now), Status::Revoked);
                prop_assert_eq!(&after, &key, "a revoked key changed");
            }
            if let Some(successor) = &successor {
                let granted = successor.data().scopes.as_set();
                prop_assert!(before.scopes.as_set().covers(granted), "a successor has more");
                prop_assert!(before.sources.covers(&successor.data().sources));
                prop_assert!(successor.data().expires_at > now, "a key without a life");
                prop_assert_eq!(key.status(now), Status::Active, "a dead key had a successor");
            }
            key = successor.unwrap_or(after);
        }
    }

    #[test]
    fn nobody_hands_out_more_than_they_hold(
        held in any_scopes(),
        allowed in any_scopes(),
        wanted in any_scopes(),
    ) {
        let policy = Policy { grantable: allowed.clone(), ..Policy::default() };
        let mut office = Office::with(policy, "");
        office.ceiling = held.clone();
        let new = NewKey { scopes: wanted.clone(), ..new_key("read:findings") };
        if let Ok((key, _)) = Key::generate(new, 0, &office.issuer(), at_day(0)) {
            prop_assert_eq!(key.data().scopes.as_set(), &wanted);
            prop_assert!(held.covers(&wanted));
            prop_assert!(allowed.covers(&wanted));
        } else {
            let known = office.catalog.check(&wanted).is_ok();
            let covered = held.covers(&wanted) && allowed.covers(&wanted);
            prop_assert!(wanted.is_empty() || !known || !covered, "refused without a reason");
        }
    }
}
