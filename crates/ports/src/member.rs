//! A tenant's members.

use aiia_keys_domain::{EmailAddress, Member, MemberId};
use async_trait::async_trait;

use crate::{PasswordHash, StoreError, Stored, Version};

/// Stores the members of one tenant.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MemberRepository: Send {
    /// One member, removed or not.
    async fn find(&mut self, id: MemberId) -> Result<Option<Stored<Member>>, StoreError>;

    /// The member who signs in with this address, unless removed.
    async fn find_by_email(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Option<Stored<Member>>, StoreError>;

    /// The members who were not removed, by name. An organization has few; there are no pages.
    async fn list(&mut self) -> Result<Vec<Stored<Member>>, StoreError>;

    /// How many active owners there are besides this member.
    ///
    /// Holds off others who count until this unit of work ends, so that the last two owners
    /// cannot both leave at once.
    async fn count_other_owners(&mut self, than: MemberId) -> Result<usize, StoreError>;

    /// Adds a member who just joined.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when the id is taken, or the address by a member who was not removed.
    async fn insert(&mut self, member: &Member) -> Result<(), StoreError>;

    /// Stores a member as a transition left them, if still in the version they were `read` with; gives the new version.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when not.
    async fn save(&mut self, member: &Member, read: Version) -> Result<Version, StoreError>;

    /// The hash of a member's password, if one was set.
    async fn find_password(&mut self, id: MemberId) -> Result<Option<PasswordHash>, StoreError>;

    /// Whether this still is the hash of a member's password.
    ///
    /// Holds off who sets another one until this unit of work ends.
    async fn confirm_password(
        &mut self,
        id: MemberId,
        password: &PasswordHash,
    ) -> Result<bool, StoreError>;

    /// Sets the hash of a member's password.
    async fn save_password(
        &mut self,
        id: MemberId,
        password: &PasswordHash,
    ) -> Result<(), StoreError>;
}
