//! The recommendations on a tenant's findings.

use aiia_keys_assurance::{FindingId, Recommendation, RecommendationId, RecommendationRepository};
use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::StoreError;
use async_trait::async_trait;
use diesel::{data_types::PgTimestamp, prelude::*};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::tables::recommendation;
use crate::{
    convert::{Row, instant},
    unit_of_work::PgUnitOfWork,
};

#[async_trait]
impl RecommendationRepository for PgUnitOfWork {
    async fn list(&mut self, finding: FindingId) -> Result<Vec<Recommendation>, StoreError> {
        let query = recommendation::table
            .filter(recommendation::finding_id.eq(*finding.as_uuid()))
            .order((recommendation::created_at, recommendation::id))
            .select(RecommendationRow::as_select());
        let rows: Vec<RecommendationRow> = self
            .transaction
            .read(async move |mut connection| query.load(&mut connection).await)
            .await?;
        rows.into_iter().map(RecommendationRow::read).collect()
    }

    async fn insert(&mut self, recommendation: &Recommendation) -> Result<(), StoreError> {
        let row = RecommendationRow::of(recommendation);
        let insert = diesel::insert_into(recommendation::table).values(row);
        self.transaction
            .write(async move |mut connection| insert.execute(&mut connection).await)
            .await?;
        Ok(())
    }
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = recommendation)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct RecommendationRow {
    org_id: Uuid,
    id: Uuid,
    finding_id: Uuid,
    text: String,
    created_at: PgTimestamp,
    created_by: String,
}

impl RecommendationRow {
    fn of(recommendation: &Recommendation) -> Self {
        Self {
            org_id: *recommendation.organization.as_uuid(),
            id: *recommendation.id.as_uuid(),
            finding_id: *recommendation.finding.as_uuid(),
            text: recommendation.text.as_str().to_owned(),
            created_at: instant(recommendation.created_at),
            created_by: recommendation.created_by.to_string(),
        }
    }

    fn read(self) -> Result<Recommendation, StoreError> {
        let row = Row {
            table: "recommendation",
            id: self.id,
        };
        Ok(Recommendation {
            id: RecommendationId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            finding: FindingId::from_uuid(self.finding_id),
            text: row.parse("text", &self.text)?,
            created_at: row.at("created_at", self.created_at)?,
            created_by: row.parse("created_by", &self.created_by)?,
        })
    }
}
