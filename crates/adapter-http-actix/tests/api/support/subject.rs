//! One thing of each kind in an organization, to call operations about.

use actix_web::web::Bytes;
use aiia_keys_assurance::{
    ActionPlanId, Column, ConnectorId, ConnectorRules, ConnectorRun, ConnectorRunId, ContentBroken,
    EntityId, EntityKind, EvidenceId, FileName, FindingId, IncomingContent, ListedEntity,
    NewConnectorRun, NewEntity, RowFault, RowPlace, RowProblem, RunEvent, RunFailure, Severity,
    SourceCredentials, SourceFormat, SourceReach, SourceSecret, SourceUrl, TestProcedureId,
    action_plan, arrange, connector, evidence, finding, test_procedure,
};
use aiia_keys_domain::{OrganizationId, Role};
use aiia_keys_ports::generate_uuid;
use async_trait::async_trait;
use zeroize::Zeroizing;

use super::{IssuedKey, Person, World, operator};

/// A key, a member, an entity, an open finding about it, a plan that is planned,
/// a test procedure, a file of evidence that supports none, and a connector with a run that failed.
pub(crate) struct Subject {
    pub(crate) key: IssuedKey,
    pub(crate) member: Person,
    pub(crate) entity: EntityId,
    pub(crate) finding: FindingId,
    pub(crate) plan: ActionPlanId,
    pub(crate) procedure: TestProcedureId,
    pub(crate) evidence: EvidenceId,
    pub(crate) connector: ConnectorId,
    pub(crate) run: ConnectorRunId,
}

impl World {
    /// A subject of its own.
    pub(crate) async fn subject(&self, organization: OrganizationId) -> Subject {
        let entity = self.entity(organization, None).await;
        let finding = finding::create::Command {
            entity,
            title: "Payments are released by one person".parse().unwrap(),
            description: "Two of 40 payments had one signature.".parse().unwrap(),
            severity: Severity::High,
            raised_on: None,
            issued: true,
        };
        let caller = operator(organization);
        let finding = finding::create::create(&self.assurance, &caller, finding).await;
        let finding = finding.unwrap().value.data().id;
        let plan = action_plan::add::Command {
            finding,
            recommendation: None,
            description: "Release payments by two people.".parse().unwrap(),
            owner: "Head of Treasury".parse().unwrap(),
            due_on: "2027-06-30".parse().unwrap(),
        };
        let plan = action_plan::add::add(&self.assurance, &caller, plan).await;
        let (connector, run) = self.connector(organization).await;
        Subject {
            key: self
                .key_of(organization, "read:findings write:findings")
                .await,
            member: self.member_of(organization, Role::Auditor).await,
            entity,
            finding,
            plan: plan.unwrap().value.data().id,
            procedure: self.procedure(organization, entity).await,
            evidence: self.evidence(organization, b"payment;signatures\n").await,
            connector,
            run,
        }
    }

    /// A connector, and a run of it that failed because of a row.
    pub(crate) async fn connector(
        &self,
        organization: OrganizationId,
    ) -> (ConnectorId, ConnectorRunId) {
        let caller = operator(organization);
        let token = Zeroizing::new("open-sesame".to_owned());
        let url = "https://register.example.com/units.csv";
        let command = connector::create::Command {
            name: "Group register".parse().unwrap(),
            url: SourceUrl::new(url, SourceReach::Public).unwrap(),
            format: SourceFormat::Csv,
            credentials: SourceCredentials::Bearer(SourceSecret::new(token).unwrap()),
        };
        let created = connector::create::create(&self.assurance, &caller, command).await;
        let connector = created.unwrap().value.id;
        let now = self.assurance.clock.now();
        let uuid = generate_uuid(&*self.assurance.entropy, now).unwrap();
        let run = ConnectorRunId::from_uuid(uuid);
        let new = NewConnectorRun {
            id: run,
            organization,
            connector,
            dry_run: false,
        };
        let lease = ConnectorRules::default().lease_to_fetch();
        let attempt = RunEvent::Attempt { number: 1, most: 4 };
        let row = RowFault {
            at: RowPlace::Line(18),
            column: Column::Parent,
            detail: RowProblem::UnknownParent.to_string(),
        };
        let detail = "1 fields of rows cannot be used, first line 18: parent: no row has this code";
        let failure = RunFailure {
            rows: vec![row],
            ..RunFailure::new("source_unreadable", detail)
        };
        let begun = ConnectorRun::start(new, caller.actor, lease, now);
        let noted = begun.note(&attempt, lease, now).unwrap();
        let failed = noted.fail(failure, now).unwrap();
        let mut work = self.assurance.store.begin(organization).await.unwrap();
        work.connector_runs().insert(&failed).await.unwrap();
        work.commit().await.unwrap();
        (connector, run)
    }

    /// A test procedure about an entity.
    pub(crate) async fn procedure(
        &self,
        organization: OrganizationId,
        entity: EntityId,
    ) -> TestProcedureId {
        let command = test_procedure::create::Command {
            entity,
            title: "Re-perform the release of payments".parse().unwrap(),
            description: "Take 40 payments and look for two signatures."
                .parse()
                .unwrap(),
        };
        let caller = operator(organization);
        let created = test_procedure::create::create(&self.assurance, &caller, command).await;
        created.unwrap().id
    }

    /// A file of evidence.
    pub(crate) async fn evidence(
        &self,
        organization: OrganizationId,
        content: &'static [u8],
    ) -> EvidenceId {
        let command = evidence::upload::Command {
            file_name: FileName::clean("sample.csv").unwrap(),
            media_type: "text/csv".parse().unwrap(),
            digest: None,
            repeat: evidence::upload::Repeat::Keep,
        };
        let caller = operator(organization);
        let mut whole = Whole(Some(content));
        let uploaded =
            evidence::upload::upload(&self.assurance, &caller, command, &mut whole).await;
        uploaded.unwrap().evidence.value.data().id
    }

    /// An entity at the top, or under one that is at the top.
    pub(crate) async fn entity(
        &self,
        organization: OrganizationId,
        parent: Option<EntityId>,
    ) -> EntityId {
        let now = self.assurance.clock.now();
        let uuid = generate_uuid(&*self.assurance.entropy, now).unwrap();
        let id = EntityId::from_uuid(uuid);
        let new = NewEntity {
            id,
            organization,
            kind: EntityKind::Process,
            name: "Payment release".parse().unwrap(),
            code: format!("P-{}", uuid.simple()).parse().unwrap(),
        };
        let mut work = self.assurance.store.begin(organization).await.unwrap();
        let entity = match parent {
            None => {
                let listed = ListedEntity { new, parent: None };
                arrange(vec![listed], now).unwrap().remove(0)
            }
            Some(parent) => {
                let parent = work.entities().find(parent).await.unwrap().unwrap().value;
                aiia_keys_assurance::Entity::add(new, Some(&parent), now).unwrap()
            }
        };
        work.entities().insert(&[entity]).await.unwrap();
        work.commit().await.unwrap();
        id
    }
}

/// A content that arrives at once.
struct Whole(Option<&'static [u8]>);

#[async_trait(?Send)]
impl IncomingContent for Whole {
    async fn next(&mut self) -> Result<Option<Bytes>, ContentBroken> {
        Ok(self.0.take().map(Bytes::from_static))
    }
}

impl Subject {
    /// What a path names by `{id}`.
    pub(crate) fn id(&self, path: &str) -> String {
        match path.split('/').nth(3) {
            Some("keys") => self.key.id.to_string(),
            Some("members") => self.member.id.to_string(),
            Some("entities") => self.entity.to_string(),
            Some("findings") => self.finding.to_string(),
            Some("action-plans") => self.plan.to_string(),
            Some("test-procedures") => self.procedure.to_string(),
            Some("evidence") => self.evidence.to_string(),
            Some("connectors") => self.connector.to_string(),
            _ => String::new(),
        }
    }
}
