//! Where a universe is pulled from.

use async_trait::async_trait;

use crate::{FetchFailure, Fetched, SourceCredentials, SourceUrl};

/// Fetches from sources over HTTP. Shared by all of the service.
///
/// It asks once; whether to ask again is the caller's to decide
/// ([`RetryPolicy`](crate::RetryPolicy)).
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait TreeSource: Send + Sync {
    /// What a source answers, all of it.
    ///
    /// Redirects are followed, each one by the rules of the first address, and credentials go to the
    /// origin that they are for and to no other.
    ///
    /// # Errors
    /// When nothing was fetched, with the reason.
    async fn fetch(
        &self,
        url: &SourceUrl,
        credentials: &SourceCredentials,
    ) -> Result<Fetched, FetchFailure>;
}
