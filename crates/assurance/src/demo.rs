//! A made-up food company's audit universe with the connector that pulls it, findings and evidence,
//! to try things out with.
//!
//! [`load`] is the use case, which can be repeated: ids depend on the organization alone, so that a
//! second run finds the first one's entities there, instead of adding everything once more.

mod connectors;
mod evidence;
mod findings;
mod load;
mod procedures;
mod universe;

use std::time::Duration;

use aiia_keys_domain::{Actor, OrganizationId, Timestamp};
use aiia_keys_ports::{StoreError, Version};
use uuid::Uuid;

pub use self::{
    connectors::DemoConnector,
    evidence::{DemoFile, DemoProcedure},
    load::{Error, Loaded, load},
};
use self::{
    findings::{FINDINGS, FindingSeed, PlanSeed, Step},
    procedures::PROCEDURES,
};
use crate::{
    ActionPlan, ActionPlanId, ActionPlanStatus, AssuranceWork, Date, Entity, EntityCode, EntityId,
    Finding, FindingId, ListedEntity, LoggedPlan, NewActionPlan, NewEntity, NewFinding, PlanTally,
    Recommendation, RecommendationId, arrange,
};

/// Everything that there is in the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    /// The universe, parents before what lies below them.
    pub entities: Vec<Entity>,
    /// The findings, with what belongs to them.
    pub findings: Vec<DemoFinding>,
    /// The test procedures, with the evidence for them.
    pub procedures: Vec<DemoProcedure>,
    /// Where the universe is pulled from.
    pub connector: DemoConnector,
}

/// A finding of the demonstration, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoFinding {
    /// The finding.
    pub finding: Finding,
    /// The recommendations on it.
    pub recommendations: Vec<Recommendation>,
    /// Its action plans, each as all its moves left it, the oldest first.
    pub plans: Vec<Vec<LoggedPlan>>,
}

type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// The demonstration as it stands at `now`, after about a year of audits.
///
/// # Errors
/// When the rules refuse any of it, which a test excludes.
pub fn demo(organization: OrganizationId, now: Timestamp) -> Result<Demo, AnyError> {
    let maker = Maker { organization, now };
    let entities = arrange(maker.universe()?, maker.days_ago(400))?;
    let findings = FINDINGS
        .into_iter()
        .flatten()
        .zip(1..)
        .map(|(seed, number)| maker.finding(seed, number))
        .collect::<Result<_, _>>()?;
    let procedures = PROCEDURES
        .iter()
        .zip(1..)
        .map(|(seed, number)| maker.procedure(seed, number))
        .collect::<Result<_, _>>()?;
    Ok(Demo {
        entities,
        findings,
        procedures,
        connector: maker.connector()?,
    })
}

/// Stores the demonstration in its organization's unit of work; the caller commits. What its files
/// hold is no part of it.
///
/// # Errors
/// [`Conflict`](StoreError::Conflict) when it is there already, or when storage fails.
pub async fn insert(work: &mut dyn AssuranceWork, demo: &Demo) -> Result<(), StoreError> {
    work.entities().insert(&demo.entities).await?;
    for found in &demo.findings {
        work.findings().insert(&found.finding).await?;
        for recommendation in &found.recommendations {
            work.recommendations().insert(recommendation).await?;
        }
        for moves in &found.plans {
            let mut version = Version::FIRST;
            for (moved, number) in moves.iter().zip(0..) {
                if number == 0 {
                    work.action_plans().insert(moved).await?;
                } else {
                    version = work.action_plans().save(moved, version).await?;
                }
            }
        }
    }
    for made in &demo.procedures {
        work.test_procedures().insert(&made.procedure).await?;
        let mut attachments = Vec::new();
        for file in &made.files {
            work.evidence().insert(&file.evidence).await?;
            attachments.push(file.attachment.clone());
        }
        if !attachments.is_empty() {
            work.test_procedures()
                .insert_attachments(&attachments)
                .await?;
        }
    }
    let DemoConnector { connector, runs } = &demo.connector;
    work.connectors().insert(connector).await?;
    for run in runs {
        work.connector_runs().insert(run).await?;
    }
    Ok(())
}

struct Maker {
    organization: OrganizationId,
    now: Timestamp,
}

/// What an id names, so that no two things have the same.
#[derive(Clone, Copy)]
enum Noun {
    Entity = 1,
    Finding,
    Recommendation,
    ActionPlan,
    TestProcedure,
    Evidence,
    Connector,
    ConnectorRun,
}

const DAY: Duration = Duration::from_hours(24);
const MINUTE: Duration = Duration::from_mins(1);

impl Maker {
    fn id(&self, noun: Noun, number: u32) -> Uuid {
        let own = (noun as u128) << 32 | u128::from(number);
        Uuid::from_u128(self.organization.as_uuid().as_u128() ^ own)
    }

    fn days_ago(&self, days: u32) -> Timestamp {
        self.now.saturating_sub(DAY * days)
    }

    fn entity_id(&self, code: &str) -> Result<EntityId, AnyError> {
        let place = universe::ENTITIES
            .iter()
            .position(|(entity, ..)| *entity == code);
        let place = place.ok_or_else(|| format!("there is no entity {code}"))?;
        let number = u32::try_from(place)?;
        Ok(EntityId::from_uuid(self.id(Noun::Entity, number)))
    }

    fn universe(&self) -> Result<Vec<ListedEntity>, AnyError> {
        let listed = universe::ENTITIES.iter().map(|(code, kind, name, parent)| {
            let new = NewEntity {
                id: self.entity_id(code)?,
                organization: self.organization,
                kind: *kind,
                name: name.parse()?,
                code: code.parse::<EntityCode>()?,
            };
            let parent = match *parent {
                "" => None,
                parent => Some(self.entity_id(parent)?),
            };
            Ok(ListedEntity { new, parent })
        });
        listed.collect()
    }

    fn finding(&self, seed: &FindingSeed, number: u32) -> Result<DemoFinding, AnyError> {
        let raised = self.days_ago(seed.days_ago);
        let new = NewFinding {
            id: FindingId::from_uuid(self.id(Noun::Finding, number)),
            organization: self.organization,
            entity: self.entity_id(seed.entity)?,
            title: seed.title.parse()?,
            description: seed.description.parse()?,
            severity: seed.severity,
            raised_on: Some(Date::of(raised)),
        };
        let mut finding = Finding::draft(new, Actor::Operator, raised)?;
        if seed.issued {
            finding = finding.issue(raised.saturating_add(DAY))?;
        }
        let mut recommendations = Vec::new();
        for (text, count) in seed.recommendations.iter().zip(0..) {
            let id =
                RecommendationId::from_uuid(self.id(Noun::Recommendation, number * 100 + count));
            let at = raised.saturating_add(DAY + MINUTE * count);
            recommendations.push(Recommendation::submit(
                id,
                &finding,
                text.parse()?,
                count,
                Actor::Operator,
                at,
            )?);
        }
        let mut plans = Vec::new();
        for (plan, count) in seed.plans.iter().zip(0..) {
            let id = ActionPlanId::from_uuid(self.id(Noun::ActionPlan, number * 100 + count));
            let followed = recommendations.get(plans.len()).map(|followed| followed.id);
            plans.push(self.plan(plan, id, followed, &finding, count)?);
        }
        if !plans.is_empty() && seed.issued {
            let tally = tally(&plans);
            finding = finding.start_remediation(tally, raised.saturating_add(DAY * 3))?;
            if seed.closed {
                finding = finding.close(tally, self.now.max(raised.saturating_add(DAY * 3)))?;
            }
        }
        Ok(DemoFinding {
            finding,
            recommendations,
            plans,
        })
    }

    fn plan(
        &self,
        seed: &PlanSeed,
        id: ActionPlanId,
        recommendation: Option<RecommendationId>,
        finding: &Finding,
        present: u32,
    ) -> Result<Vec<LoggedPlan>, AnyError> {
        let added_at = finding.data().created_at.saturating_add(DAY * 2);
        let due = Date::of(added_at).unix_days().checked_add(seed.due_in_days);
        let new = NewActionPlan {
            id,
            recommendation,
            description: seed.description.parse()?,
            owner: seed.owner.parse()?,
            due_on: due.and_then(Date::from_unix_days).ok_or("no such day")?,
        };
        let mut moves = vec![ActionPlan::add(
            new,
            finding,
            present,
            Actor::Operator,
            added_at,
        )?];
        // Spread evenly over the time since then.
        let steps = u32::try_from(seed.steps.len())?;
        let pause = self.now.saturating_since(added_at) / (steps + 1);
        let mut at = added_at;
        for step in seed.steps {
            at = at.saturating_add(pause);
            let plan = moves.last().ok_or("no plan")?.plan().clone();
            moves.push(match step {
                Step::On => plan.advance(None, Actor::Operator, at)?,
                Step::OnWith(note) => plan.advance(Some(note.parse()?), Actor::Operator, at)?,
                Step::Back(note) => plan.step_back(note.parse()?, Actor::Operator, at)?,
            });
        }
        Ok(moves)
    }
}

fn tally(plans: &[Vec<LoggedPlan>]) -> PlanTally {
    let mut tally = PlanTally::default();
    for plan in plans.iter().filter_map(|moves| moves.last()) {
        if plan.plan().data().status == ActionPlanStatus::Verified {
            tally.verified += 1;
        } else {
            tally.unverified += 1;
        }
    }
    tally
}

#[cfg(test)]
mod tests;
