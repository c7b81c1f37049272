//! What tests stand on: a fixed time, builders, and mocks at every port.

use std::time::Duration;

use aiia_keys_domain::{
    Actor, Authority, Caller, NonEmptyScopes, OrganizationId, PepperId, Role, Timestamp,
};
use aiia_keys_ports::{
    MemorySpools, OpeningFailed, Sealed, Stored, Version,
    mock::{MockClock, MockEntropy, MockSealer},
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    ActionPlan, ActionPlanId, Connector, ConnectorId, ConnectorRules, Content, ContentDigest,
    CredentialScheme, Date, Entity, EntityId, EntityKind, EntityName, Env, Evidence, EvidenceId,
    EvidenceRules, FileName, Finding, FindingDescription, FindingId, FindingTitle, NewActionPlan,
    NewEntity, NewEvidence, NewFinding, RecommendationId, SealedCredentials, Severity,
    SourceFormat, SourceReach, SourceUrl, TestProcedure, TestProcedureId,
    mock::{MockAssuranceStore, MockAssuranceWork, MockEvidenceStore, MockRunLauncher},
};

/// The instant at which every test happens, noon of a day.
pub(crate) fn now() -> Timestamp {
    Timestamp::from_unix_micros(1_800_014_400_000_000).unwrap()
}

/// So many days later.
pub(crate) fn at_day(days: u64) -> Timestamp {
    now().saturating_add(Duration::from_hours(24 * days))
}

/// The day of the tests, and so many days.
pub(crate) fn day(days: i32) -> Date {
    Date::from_unix_days(Date::of(now()).unix_days() + days).unwrap()
}

pub(crate) fn organization_id() -> OrganizationId {
    OrganizationId::from_uuid(Uuid::from_u128(77))
}

pub(crate) fn entity_id(id: u128) -> EntityId {
    EntityId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn finding_id(id: u128) -> FindingId {
    FindingId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn recommendation_id(id: u128) -> RecommendationId {
    RecommendationId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn plan_id(id: u128) -> ActionPlanId {
    ActionPlanId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn new_entity(id: u128) -> NewEntity {
    NewEntity {
        id: entity_id(id),
        organization: organization_id(),
        kind: EntityKind::Process,
        name: EntityName::new("Accounts payable").unwrap(),
        code: format!("P-{id:04}").parse().unwrap(),
    }
}

pub(crate) fn entity(id: u128, parent: Option<&Entity>) -> Entity {
    Entity::add(new_entity(id), parent, now()).unwrap()
}

pub(crate) fn new_finding(id: u128) -> NewFinding {
    NewFinding {
        id: finding_id(id),
        organization: organization_id(),
        entity: entity_id(1),
        title: FindingTitle::new("Payments are released by one person").unwrap(),
        description: FindingDescription::new("Two of 40 payments had one signature.").unwrap(),
        severity: Severity::High,
        raised_on: None,
    }
}

pub(crate) fn draft(id: u128) -> Finding {
    Finding::draft(new_finding(id), Actor::Operator, now()).unwrap()
}

pub(crate) fn new_plan(id: u128) -> NewActionPlan {
    NewActionPlan {
        id: plan_id(id),
        recommendation: None,
        description: "Release payments by two people.".parse().unwrap(),
        owner: "Head of Treasury".parse().unwrap(),
        due_on: day(30),
    }
}

pub(crate) fn plan(id: u128, finding: &Finding) -> ActionPlan {
    let added = ActionPlan::add(new_plan(id), finding, 0, Actor::Operator, now()).unwrap();
    added.into_parts().0
}

pub(crate) fn procedure_id(id: u128) -> TestProcedureId {
    TestProcedureId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn evidence_id(id: u128) -> EvidenceId {
    EvidenceId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn procedure(id: u128) -> TestProcedure {
    TestProcedure {
        id: procedure_id(id),
        organization: organization_id(),
        entity: entity_id(1),
        title: "Re-perform the release of payments".parse().unwrap(),
        description: "Take 40 payments and look for two signatures."
            .parse()
            .unwrap(),
        created_at: now(),
        created_by: Actor::Operator,
    }
}

pub(crate) fn new_evidence(id: u128) -> NewEvidence {
    NewEvidence {
        id: evidence_id(id),
        organization: organization_id(),
        file_name: FileName::clean("sample.csv").unwrap(),
        media_type: "text/csv".parse().unwrap(),
    }
}

/// What `sample.csv` holds.
pub(crate) const SAMPLE: &[u8] = b"payment;signatures\n4711;1\n";

pub(crate) fn content() -> Content {
    Content {
        size: 26,
        digest: ContentDigest::of(SAMPLE),
    }
}

pub(crate) fn uploading(id: u128) -> Evidence {
    let rules = EvidenceRules::default();
    Evidence::begin(new_evidence(id), &rules, Actor::System, now()).unwrap()
}

pub(crate) fn uploaded(id: u128) -> Evidence {
    uploading(id).complete(content(), now()).unwrap()
}

pub(crate) fn connector_id(id: u128) -> ConnectorId {
    ConnectorId::from_uuid(Uuid::from_u128(id))
}

/// Credentials that were sealed somehow.
pub(crate) fn sealed() -> SealedCredentials {
    SealedCredentials::Some {
        scheme: CredentialScheme::Bearer,
        secret: Sealed {
            pepper: PepperId::new(1),
            bytes: b"sealed".to_vec(),
        },
    }
}

/// A sealer that puts the place before the secret, so that tests see what is sealed for what.
pub(crate) fn transparent_sealer() -> MockSealer {
    let mut sealer = MockSealer::new();
    sealer.expect_seal().returning(|place, secret| {
        Ok(Sealed {
            pepper: PepperId::new(1),
            bytes: [place, secret].concat(),
        })
    });
    sealer.expect_open().returning(|place, sealed| {
        let secret = sealed.bytes.strip_prefix(place);
        let secret = secret.ok_or(OpeningFailed::Changed)?;
        Ok(Zeroizing::new(secret.to_vec()))
    });
    sealer
}

pub(crate) fn connector(id: u128) -> Connector {
    let url = "https://register.example.com/units.json";
    Connector {
        id: connector_id(id),
        organization: organization_id(),
        name: "Group register".parse().unwrap(),
        url: SourceUrl::new(url, SourceReach::Public).unwrap(),
        format: SourceFormat::Json,
        credentials: sealed(),
        created_at: now(),
        created_by: Actor::Operator,
        updated_at: now(),
    }
}

/// As it was read, in version 4.
pub(crate) fn stored<T>(value: T) -> Stored<T> {
    Stored {
        value,
        version: Version::new(4),
    }
}

pub(crate) fn member(role: Role) -> Caller {
    caller(Authority::Member(role))
}

pub(crate) fn program(scopes: &str) -> Caller {
    let scopes = NonEmptyScopes::new(scopes.parse().unwrap()).unwrap();
    caller(Authority::Key {
        scopes,
        rate_limit: None,
    })
}

fn caller(authority: Authority) -> Caller {
    Caller {
        actor: Actor::System,
        organization: organization_id(),
        authority,
        request: None,
    }
}

/// A unit of work in the organization.
pub(crate) fn work() -> MockAssuranceWork {
    MockAssuranceWork::new(organization_id())
}

/// An environment around a prepared unit of work, and its storage to ask afterwards.
pub(crate) fn env(work: MockAssuranceWork) -> (Env, MockAssuranceStore) {
    let store = MockAssuranceStore::with(work);
    let mut clock = MockClock::new();
    clock.expect_now().return_const(now());
    let mut entropy = MockEntropy::new();
    entropy.expect_fill().returning(|bytes| {
        bytes.fill(7);
        Ok(())
    });
    let env = Env {
        store: Box::new(store.clone()),
        clock: Box::new(clock),
        entropy: Box::new(entropy),
        spools: Box::new(MemorySpools),
        evidence: Box::new(MockEvidenceStore::new()),
        evidence_rules: EvidenceRules::default(),
        sealer: Box::new(transparent_sealer()),
        runs: Box::new(MockRunLauncher::new()),
        connector_rules: ConnectorRules::default(),
    };
    (env, store)
}
