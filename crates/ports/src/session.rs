//! The sessions of a tenant's members.

use aiia_keys_domain::{MemberId, Session, SessionDigest, Timestamp};
use async_trait::async_trait;

use crate::StoreError;

/// Stores the sessions of one tenant's members.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SessionRepository: Send {
    /// The session whose token has this digest, over or not.
    async fn find(&mut self, digest: &SessionDigest) -> Result<Option<Session>, StoreError>;

    /// Adds a session that just began.
    async fn insert(&mut self, session: &Session, digest: &SessionDigest)
    -> Result<(), StoreError>;

    /// Stores when a session was last used and whether it ended. A session that ended stays so,
    /// and its last use never moves back, whoever stores in which order.
    async fn save(&mut self, session: &Session) -> Result<(), StoreError>;

    /// Ends every session of a member that has not ended; tells how many that were.
    async fn end_all(&mut self, member: MemberId, now: Timestamp) -> Result<usize, StoreError>;
}
