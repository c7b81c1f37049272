//! Having a connector pull the universe.

use aiia_keys_domain::{ActionName, Caller, Details, Forbidden, Permission};
use aiia_keys_ports::{EntropyUnavailable, StoreError, generate_uuid};

use super::trail;
use crate::{
    ConnectorId, ConnectorRun, ConnectorRunId, ConnectorRunState, Env, NewConnectorRun, RunTicket,
    RunsBusy,
};

/// What to refresh.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// By which connector.
    pub id: ConnectorId,
    /// Only tell what would change.
    pub dry_run: bool,
}

/// No run was begun.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such connector.
    #[error("there is no such connector")]
    NotFound,
    /// The connector runs already.
    #[error("the connector runs already: wait for the end of run {0}")]
    Running(ConnectorRunId),
    /// This node has as many runs as it takes.
    #[error(transparent)]
    Busy(#[from] RunsBusy),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Begins a run of a connector of the caller's organization, and does not wait for its end.
///
/// A run that was cut off, since its node is gone, is stored as interrupted first and holds nobody up.
///
/// # Errors
/// When the caller may not, there is no such connector in their organization, it runs already on any
/// node, this node is busy, or storage fails.
pub async fn refresh(env: &Env, caller: &Caller, command: Command) -> Result<ConnectorRun, Error> {
    const REFRESHED: ActionName = ActionName::from_static("connector.refreshed");
    caller.require(Permission::Sync)?;
    let slot = env.runs.reserve()?;
    let now = env.clock.now();
    let Command { id, dry_run } = command;
    let new = NewConnectorRun {
        id: ConnectorRunId::from_uuid(generate_uuid(&*env.entropy, now)?),
        organization: caller.organization,
        connector: id,
        dry_run,
    };
    let lease = env.connector_rules.lease_to_fetch();
    let run = ConnectorRun::start(new, caller.actor.clone(), lease, now);

    let mut work = env.store.begin(caller.organization).await?;
    let found = work.connectors().find_locked(id).await?;
    found.ok_or(Error::NotFound)?;
    if let Some(stored) = work.connector_runs().find_running(id).await? {
        let seen = stored.value.seen(now);
        if let ConnectorRunState::Running { .. } = seen.data().state {
            return Err(Error::Running(seen.data().id));
        }
        work.connector_runs().save(&seen, stored.version).await?;
    }
    work.connector_runs().insert(&run).await?;
    let details = Details::builder()
        .with("run", new.id)
        .with("dry_run", dry_run);
    let draft = trail::draft(caller, id, REFRESHED, details, now)?;
    work.trail().append(draft).await?;
    work.commit().await?;
    slot.launch(RunTicket {
        organization: caller.organization,
        connector: id,
        run: new.id,
        request: caller.request.clone(),
    });
    Ok(run)
}

#[cfg(test)]
mod tests;
