//! The lifecycle as tables; `properties` has it as laws.

mod generate;
mod properties;
mod rate_limit;
mod rotate;
mod transitions;

use std::time::Duration;

use uuid::Uuid;

use crate::{
    Actor, Catalog, Days, Expiration, Issuer, Key, KeyId, KeyMask, Label, NewKey, Organization,
    OrganizationId, OrganizationName, Policy, ScopeSet, SourceAddresses, Timestamp,
};

fn at_day(day: u64) -> Timestamp {
    Timestamp::UNIX_EPOCH.saturating_add(Days::of(day))
}

fn at_second(second: u64) -> Timestamp {
    Timestamp::UNIX_EPOCH.saturating_add(Duration::from_secs(second))
}

fn key_id(number: u128) -> KeyId {
    KeyId::from_uuid(Uuid::from_u128(number))
}

fn mask(last_four: &str) -> KeyMask {
    last_four.parse().unwrap()
}

fn scopes(text: &str) -> ScopeSet {
    text.parse().unwrap()
}

fn organization(policy: Policy) -> Organization {
    let id = OrganizationId::from_uuid(Uuid::from_u128(77));
    let name = OrganizationName::new("Example Audit").unwrap();
    Organization::found(
        id,
        "example-audit".parse().unwrap(),
        name,
        policy,
        Timestamp::UNIX_EPOCH,
    )
    .0
}

/// Everything that an issuer borrows.
struct Office {
    organization: Organization,
    ceiling: ScopeSet,
    catalog: Catalog,
}

impl Office {
    fn with(policy: Policy, ceiling: &str) -> Self {
        Self {
            organization: organization(policy),
            ceiling: scopes(ceiling),
            catalog: Catalog::aiia(),
        }
    }

    fn open() -> Self {
        Self::with(Policy::default(), "admin:*")
    }

    fn issuer(&self) -> Issuer<'_> {
        Issuer {
            actor: Actor::Operator,
            ceiling: &self.ceiling,
            rate_ceiling: None,
            organization: &self.organization,
            catalog: &self.catalog,
        }
    }
}

fn new_key(scope_text: &str) -> NewKey {
    NewKey {
        id: key_id(1),
        label: Label::new("ServiceNow Integration Key").unwrap(),
        scopes: scopes(scope_text),
        sources: SourceAddresses::Anywhere,
        expiration: Expiration::Days90,
        rate_limit: None,
        mask: mask("f3Ka"),
    }
}

/// An active key, made on day 0, that ends on day 90.
fn issued(scope_text: &str) -> Key {
    Key::generate(new_key(scope_text), 0, &Office::open().issuer(), at_day(0))
        .unwrap()
        .0
}
