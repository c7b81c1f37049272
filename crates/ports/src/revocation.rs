//! Telling all nodes that a key may do less, and waiting until they know.

use aiia_keys_domain::{BootInstant, Epoch, Invalidation};
use async_trait::async_trait;

use crate::StoreError;

/// Tells nodes what they must forget, in the transaction of the change.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RevocationLog: Send {
    /// Raises the epoch; everyone else who does so waits until this unit of work ends, so it comes last.
    async fn invalidate(&mut self, what: Invalidation) -> Result<Epoch, StoreError>;
}

/// Waits until a change holds on every node.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RevocationBarrier: Send + Sync {
    /// Returns once no node answers from before this epoch, whose commit was answered; from before
    /// the present one, if none is given.
    ///
    /// # Errors
    /// [`Unavailable`](StoreError::Unavailable) when the present epoch cannot be known; a repeat waits
    /// again. Of a change whose epoch is given the wait ends in any case, with the last lease: what
    /// the change made, such as the secret of a successor, is never lost to its caller.
    async fn pass(&self, epoch: Option<Epoch>) -> Result<(), StoreError>;
}

/// Tells the time since the machine started, suspended or not; it never jumps.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait BootClock: Send + Sync {
    /// The present instant.
    fn now(&self) -> BootInstant;
}
