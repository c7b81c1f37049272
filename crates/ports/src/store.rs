//! Tenants' data, one tenant and one transaction at a time.

use aiia_keys_domain::OrganizationId;
use async_trait::async_trait;

use crate::{
    IdempotencyRepository, InvitationRepository, KeyRepository, MemberRepository,
    OrganizationRepository, RevocationLog, SessionRepository, SetupRepository, StoreError,
    TrailRepository, UsageRepository,
};

/// Storage of all tenants' data. Shared by all of the service.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a unit of work that reaches the rows of one tenant and no others.
    ///
    /// # Errors
    /// When storage is [`Unavailable`](StoreError::Unavailable).
    async fn begin(&self, tenant: OrganizationId) -> Result<Box<dyn UnitOfWork>, StoreError>;
}

/// One transaction in one tenant.
///
/// Dropped without [`commit`](UnitOfWork::commit), nothing of it has happened.
#[async_trait]
pub trait UnitOfWork: Send {
    /// The tenant.
    fn tenant(&self) -> OrganizationId;

    /// The tenant itself: name, policy, suspension.
    fn organizations(&mut self) -> &mut dyn OrganizationRepository;

    /// The tenant's keys.
    fn keys(&mut self) -> &mut dyn KeyRepository;

    /// The tenant's members.
    fn members(&mut self) -> &mut dyn MemberRepository;

    /// The invitations of the tenant's members.
    fn invitations(&mut self) -> &mut dyn InvitationRepository;

    /// The sessions of the tenant's members.
    fn sessions(&mut self) -> &mut dyn SessionRepository;

    /// Which named requests of the tenant's callers were done.
    fn idempotency(&mut self) -> &mut dyn IdempotencyRepository;

    /// How far the system is set up, which is no tenant's own.
    fn setup(&mut self) -> &mut dyn SetupRepository;

    /// The tenant's audit trail.
    fn trail(&mut self) -> &mut dyn TrailRepository;

    /// How the tenant's keys are used.
    fn usage(&mut self) -> &mut dyn UsageRepository;

    /// What nodes must forget because of it.
    fn revocations(&mut self) -> &mut dyn RevocationLog;

    /// Makes all of it happen, durably.
    ///
    /// # Errors
    /// [`Unavailable`](StoreError::Unavailable) when the outcome is unknown or it did not happen;
    /// [`Conflict`](StoreError::Conflict) when it did not happen because of someone else's work.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
