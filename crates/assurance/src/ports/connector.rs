//! A tenant's connectors and their runs, and where a universe is pulled from.

use std::time::Duration;

use aiia_keys_domain::{OrganizationId, RequestId, Timestamp};
use aiia_keys_ports::{Page, PageRequest, StoreError, Stored, Version};
use async_trait::async_trait;

use crate::{
    Connector, ConnectorId, ConnectorRun, ConnectorRunId, FetchFailure, Fetched, SourceCredentials,
    SourceUrl,
};

/// Stores the connectors of one tenant. One that was deleted is not there for any of its methods.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ConnectorRepository: Send {
    /// One connector.
    async fn find(&mut self, id: ConnectorId) -> Result<Option<Stored<Connector>>, StoreError>;

    /// One connector, and holds off others who ask for it in this way until the unit of work ends.
    async fn find_locked(
        &mut self,
        id: ConnectorId,
    ) -> Result<Option<Stored<Connector>>, StoreError>;

    /// Connectors, newest first.
    async fn list(&mut self, page: PageRequest) -> Result<Page<Stored<Connector>>, StoreError>;

    /// Adds a connector.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when its id is taken.
    async fn insert(&mut self, connector: &Connector) -> Result<(), StoreError>;

    /// Stores a connector, if it is still in the version it was `read` with; gives the new version.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when it is not.
    async fn save(&mut self, connector: &Connector, read: Version) -> Result<Version, StoreError>;

    /// Deletes a connector with its sealed credentials, if it is still in the version it was `read`
    /// with. What its runs were is kept.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when it is not.
    async fn delete(
        &mut self,
        id: ConnectorId,
        read: Version,
        now: Timestamp,
    ) -> Result<(), StoreError>;
}

/// Stores the runs of one tenant's connectors.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait ConnectorRunRepository: Send {
    /// One run of a connector, as it was stored: whether its lease is over is for the caller to see.
    async fn find(
        &mut self,
        connector: ConnectorId,
        id: ConnectorRunId,
    ) -> Result<Option<Stored<ConnectorRun>>, StoreError>;

    /// The run of a connector that is stored as running, if there is one.
    async fn find_running(
        &mut self,
        connector: ConnectorId,
    ) -> Result<Option<Stored<ConnectorRun>>, StoreError>;

    /// Runs of a connector as they were stored, newest first.
    async fn list(
        &mut self,
        connector: ConnectorId,
        page: PageRequest,
    ) -> Result<Page<Stored<ConnectorRun>>, StoreError>;

    /// Adds a run that begins.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when another one of the same connector is stored as running.
    async fn insert(&mut self, run: &ConnectorRun) -> Result<(), StoreError>;

    /// Stores a run, if it is still in the version it was `read` with; gives the new version.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) when it is not.
    async fn save(&mut self, run: &ConnectorRun, read: Version) -> Result<Version, StoreError>;
}

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

/// Where runs go on, apart from those who ask for them. Shared by all of the service.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
pub trait RunLauncher: Send + Sync {
    /// Takes a place for one run.
    ///
    /// # Errors
    /// When this node has as many runs as it takes, or ends.
    fn reserve(&self) -> Result<Box<dyn RunSlot>, RunsBusy>;
}

/// A place for a run; dropped, it is free again.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
pub trait RunSlot: Send {
    /// Has a run that was stored go on. When the node ends right now, it is interrupted.
    fn launch(self: Box<Self>, ticket: RunTicket);
}

/// What a run is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunTicket {
    /// Whose it is.
    pub organization: OrganizationId,
    /// The connector that runs.
    pub connector: ConnectorId,
    /// Its id.
    pub run: ConnectorRunId,
    /// The request that asked for it, for the audit trail.
    pub request: Option<RequestId>,
}

/// No run can be begun here now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this node runs as many connectors as it takes: try again soon")]
pub struct RunsBusy;

/// Waits between attempts.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait Timer: Send + Sync {
    /// Returns when so much time has passed.
    async fn wait(&self, time: Duration);
}
