//! The invitations of a tenant's members.

use aiia_keys_domain::{Invitation, InvitationDigest};
use async_trait::async_trait;

use crate::StoreError;

/// Stores the invitations of one tenant's members; each member has one at most, the latest.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait InvitationRepository: Send {
    /// The invitation whose token has this digest, over or not.
    ///
    /// Holds off others who look for the same one until this unit of work ends, so that it is
    /// accepted once.
    async fn find(&mut self, digest: &InvitationDigest) -> Result<Option<Invitation>, StoreError>;

    /// Puts an invitation in place of the member's earlier one, if there was any.
    async fn replace(
        &mut self,
        invitation: &Invitation,
        digest: &InvitationDigest,
    ) -> Result<(), StoreError>;

    /// Notes when a member's invitation was accepted.
    async fn save(&mut self, invitation: &Invitation) -> Result<(), StoreError>;
}
