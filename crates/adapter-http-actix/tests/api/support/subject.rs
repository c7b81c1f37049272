//! One thing of each kind in an organization, to call operations about.

use aiia_keys_assurance::{
    ActionPlanId, EntityId, EntityKind, FindingId, ListedEntity, NewEntity, Severity, action_plan,
    arrange, finding,
};
use aiia_keys_domain::{OrganizationId, Role};
use aiia_keys_ports::generate_uuid;

use super::{IssuedKey, Person, World, operator};

/// A key, a member, an entity, an open finding about it, and a plan that is planned.
pub(crate) struct Subject {
    pub(crate) key: IssuedKey,
    pub(crate) member: Person,
    pub(crate) entity: EntityId,
    pub(crate) finding: FindingId,
    pub(crate) plan: ActionPlanId,
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
        Subject {
            key: self
                .key_of(organization, "read:findings write:findings")
                .await,
            member: self.member_of(organization, Role::Auditor).await,
            entity,
            finding,
            plan: plan.unwrap().value.data().id,
        }
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

impl Subject {
    /// What a path names by `{id}`.
    pub(crate) fn id(&self, path: &str) -> String {
        match path.split('/').nth(3) {
            Some("keys") => self.key.id.to_string(),
            Some("members") => self.member.id.to_string(),
            Some("entities") => self.entity.to_string(),
            Some("findings") => self.finding.to_string(),
            Some("action-plans") => self.plan.to_string(),
            _ => String::new(),
        }
    }
}
