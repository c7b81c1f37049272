//! One transaction in one tenant, which is also each of the tenant's repositories.

use aiia_keys_domain::OrganizationId;
use aiia_keys_ports::{
    IdempotencyRepository, InvitationRepository, KeyRepository, MemberRepository,
    OrganizationRepository, RevocationLog, SessionRepository, SetupRepository, StoreError,
    TrailRepository, UnitOfWork, UsageRepository,
};
use async_trait::async_trait;

use crate::transaction::Transaction;

pub(crate) struct PgUnitOfWork {
    pub(crate) tenant: OrganizationId,
    pub(crate) transaction: Transaction,
}

#[async_trait]
impl UnitOfWork for PgUnitOfWork {
    fn tenant(&self) -> OrganizationId {
        self.tenant
    }

    fn organizations(&mut self) -> &mut dyn OrganizationRepository {
        self
    }

    fn keys(&mut self) -> &mut dyn KeyRepository {
        self
    }

    fn members(&mut self) -> &mut dyn MemberRepository {
        self
    }

    fn invitations(&mut self) -> &mut dyn InvitationRepository {
        self
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }

    fn idempotency(&mut self) -> &mut dyn IdempotencyRepository {
        self
    }

    fn setup(&mut self) -> &mut dyn SetupRepository {
        self
    }

    fn trail(&mut self) -> &mut dyn TrailRepository {
        self
    }

    fn usage(&mut self) -> &mut dyn UsageRepository {
        self
    }

    fn revocations(&mut self) -> &mut dyn RevocationLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.transaction.commit().await
    }
}
