//! A database with two tenants, and builders for what is stored in it.

use std::time::Duration;

use aiia_keys_assurance::{
    ActionPlan, ActionPlanId, AssuranceStore, AssuranceWork, Connector, ConnectorId, Content,
    ContentDigest, CredentialScheme, Date, Entity, EntityId, EntityKind, Evidence, EvidenceId,
    EvidenceRules, FileName, Finding, FindingId, LoggedPlan, NewActionPlan, NewEntity, NewEvidence,
    NewFinding, Recommendation, RecommendationId, SealedCredentials, Severity, SourceFormat,
    SourceUrl, TestProcedure, TestProcedureId, TreeExtent,
};
use aiia_keys_domain::{
    Actor, Organization, OrganizationId, OrganizationName, PepperId, Policy, Timestamp,
};
use aiia_keys_ports::{Sealed, Store, StoreError};
use aiia_keys_postgres::{self as postgres, DatabaseUrl, PgPool, PgStore, PoolOptions};
use aiia_keys_test_support::{Role, TestDatabase};
use uuid::Uuid;

/// A database with the tenants [`A`] and [`B`].
pub(crate) struct Place {
    pub(crate) store: PgStore,
    // Dropped last: nobody is connected any more.
    pub(crate) database: TestDatabase,
}

pub(crate) const A: u128 = 0xa;
pub(crate) const B: u128 = 0xb;

impl Place {
    pub(crate) async fn new() -> Self {
        let database = TestDatabase::create().await.unwrap();
        let url: DatabaseUrl = database.url(Role::App).parse().unwrap();
        let connector = postgres::Connector::new(&url, PoolOptions::default()).unwrap();
        let store = PgStore::new(PgPool::new(&connector));
        for (id, slug) in [(A, "tenant-a"), (B, "tenant-b")] {
            let name = OrganizationName::new(slug).unwrap();
            let policy = Policy::default();
            let founded =
                Organization::found(org(id), slug.parse().unwrap(), name, policy, at(0)).0;
            let mut work = Store::begin(&store, org(id)).await.unwrap();
            work.organizations().insert(&founded).await.unwrap();
            work.commit().await.unwrap();
        }
        Self { store, database }
    }

    /// The same, with the entities 1 to 3 in both tenants: 2 lies under 1.
    pub(crate) async fn with_entities() -> Self {
        let place = Self::new().await;
        for tenant in [A, B] {
            let root = entity(tenant, 1, None);
            let entities = [entity(tenant, 2, Some(&root)), entity(tenant, 3, None)];
            let mut work = place.begin(tenant).await;
            work.entities().insert(&[root]).await.unwrap();
            work.entities().insert(&entities).await.unwrap();
            work.commit().await.unwrap();
        }
        place
    }

    pub(crate) async fn begin(&self, tenant: u128) -> Box<dyn AssuranceWork> {
        AssuranceStore::begin(&self.store, org(tenant))
            .await
            .unwrap()
    }

    pub(crate) async fn insert_findings(&self, tenant: u128, findings: &[Finding]) {
        let mut work = self.begin(tenant).await;
        for finding in findings {
            work.findings().insert(finding).await.unwrap();
        }
        work.commit().await.unwrap();
    }

    pub(crate) async fn insert_plan(&self, tenant: u128, added: &LoggedPlan) {
        let mut work = self.begin(tenant).await;
        work.action_plans().insert(added).await.unwrap();
        work.commit().await.unwrap();
    }
}

pub(crate) fn org(id: u128) -> OrganizationId {
    OrganizationId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn entity_id(id: u128) -> EntityId {
    EntityId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn finding_id(id: u128) -> FindingId {
    FindingId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn plan_id(id: u128) -> ActionPlanId {
    ActionPlanId::from_uuid(Uuid::from_u128(id))
}

/// So many seconds after an instant with microseconds.
pub(crate) fn at(seconds: u64) -> Timestamp {
    let origin = Timestamp::from_unix_micros(1_700_000_000_123_456).unwrap();
    origin.saturating_add(Duration::from_secs(seconds))
}

pub(crate) fn day(days: i32) -> Date {
    Date::from_unix_days(Date::of(at(0)).unix_days() + days).unwrap()
}

pub(crate) fn new_entity(tenant: u128, id: u128, kind: EntityKind) -> NewEntity {
    NewEntity {
        id: entity_id(id),
        organization: org(tenant),
        kind,
        name: "Accounts payable".parse().unwrap(),
        code: format!("E-{id:06}").parse().unwrap(),
    }
}

pub(crate) fn entity(tenant: u128, id: u128, parent: Option<&Entity>) -> Entity {
    Entity::add(new_entity(tenant, id, EntityKind::Process), parent, at(0)).unwrap()
}

pub(crate) fn new_finding(tenant: u128, id: u128) -> NewFinding {
    NewFinding {
        id: finding_id(id),
        organization: org(tenant),
        entity: entity_id(1),
        title: "Payments are released by one person".parse().unwrap(),
        description: "Two of 40 payments had one signature.\n\n\u{1f50d} \\ ' \" %"
            .parse()
            .unwrap(),
        severity: Severity::High,
        raised_on: None,
    }
}

pub(crate) fn draft(tenant: u128, id: u128) -> Finding {
    Finding::draft(new_finding(tenant, id), Actor::Operator, at(0)).unwrap()
}

pub(crate) fn recommendation(tenant: u128, id: u128, finding: u128) -> Recommendation {
    Recommendation::submit(
        RecommendationId::from_uuid(Uuid::from_u128(id)),
        &draft(tenant, finding),
        "Release payments by two people.".parse().unwrap(),
        0,
        Actor::System,
        at(5),
    )
    .unwrap()
}

pub(crate) fn new_plan(id: u128) -> NewActionPlan {
    NewActionPlan {
        id: plan_id(id),
        recommendation: None,
        description: "Change the release workflow.".parse().unwrap(),
        owner: "Head of Treasury".parse().unwrap(),
        due_on: day(30),
    }
}

pub(crate) fn planned(tenant: u128, id: u128, finding: u128) -> LoggedPlan {
    ActionPlan::add(
        new_plan(id),
        &draft(tenant, finding),
        0,
        Actor::System,
        at(10),
    )
    .unwrap()
}

pub(crate) fn procedure_id(id: u128) -> TestProcedureId {
    TestProcedureId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn evidence_id(id: u128) -> EvidenceId {
    EvidenceId::from_uuid(Uuid::from_u128(id))
}

pub(crate) fn procedure(tenant: u128, id: u128, entity: u128, seconds: u64) -> TestProcedure {
    TestProcedure {
        id: procedure_id(id),
        organization: org(tenant),
        entity: entity_id(entity),
        title: "Re-perform the release of payments".parse().unwrap(),
        description: "Take 40 payments.\n\n\u{1f50d} \\ ' \" %".parse().unwrap(),
        created_at: at(seconds),
        created_by: Actor::Operator,
    }
}

/// An upload that begins at so many seconds, and may take an hour.
pub(crate) fn uploading(tenant: u128, id: u128, seconds: u64) -> Evidence {
    let new = NewEvidence {
        id: evidence_id(id),
        organization: org(tenant),
        file_name: FileName::clean("Prüfung ' 1.csv").unwrap(),
        media_type: "text/csv".parse().unwrap(),
    };
    Evidence::begin(new, &EvidenceRules::default(), Actor::Operator, at(seconds)).unwrap()
}

/// What a file holds that is told by a number.
pub(crate) fn content(number: u64) -> Content {
    Content {
        size: number + 1,
        digest: ContentDigest::of(&number.to_be_bytes()),
    }
}

pub(crate) fn connector_id(id: u128) -> ConnectorId {
    ConnectorId::from_uuid(Uuid::from_u128(id))
}

/// A connector that is created at so many seconds, with sealed credentials.
pub(crate) fn connector(tenant: u128, id: u128, seconds: u64) -> Connector {
    Connector {
        id: connector_id(id),
        organization: org(tenant),
        name: "Konzernregister ' \" \\ %".parse().unwrap(),
        url: SourceUrl::from_stored("http://10.0.0.7:8080/units.json?all=1").unwrap(),
        format: SourceFormat::Json,
        credentials: SealedCredentials::Some {
            scheme: CredentialScheme::Basic,
            secret: Sealed {
                pepper: PepperId::new(u16::MAX),
                bytes: vec![0, 255, 7],
            },
        },
        created_at: at(seconds),
        created_by: Actor::Operator,
        updated_at: at(seconds),
    }
}

pub(crate) fn is_conflict<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Conflict(_)))
}

/// Everything of a tree, however often storage has to be asked.
pub(crate) async fn list_tree(work: &mut dyn AssuranceWork, extent: &TreeExtent) -> Vec<Entity> {
    let entities = work.entities();
    entities.begin_tree(extent).await.unwrap();
    let mut all = Vec::new();
    loop {
        let some = entities.next_of_tree().await.unwrap();
        if some.is_empty() {
            return all;
        }
        all.extend(some);
    }
}
