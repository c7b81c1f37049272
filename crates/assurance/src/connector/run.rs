//! What a run does, from its beginning to its end.

mod conclude;
mod end;
mod pull;

use std::{fmt, future::Future, pin::pin};

use aiia_keys_ports::{Clock, Entropy, EntropyUnavailable, Sealer, Spools, StoreError};
use futures_util::future::{Either, select};

use crate::{
    AssuranceStore, ConnectorRules, ConnectorRun, RunFailure, RunOver, RunTicket, Timer, TreeSource,
};

/// What runs stand on. It is of its own, because runs go on when those who asked for them are gone.
pub struct RunEnv {
    /// Tenants' connectors and universes.
    pub store: Box<dyn AssuranceStore>,
    /// The time of day.
    pub clock: Box<dyn Clock>,
    /// Randomness.
    pub entropy: Box<dyn Entropy>,
    /// Opens credentials.
    pub sealer: Box<dyn Sealer>,
    /// Room for what they tell.
    pub spools: Box<dyn Spools>,
    /// Sources.
    pub source: Box<dyn TreeSource>,
    /// Waits.
    pub timer: Box<dyn Timer>,
    /// What is allowed.
    pub rules: ConnectorRules,
}

impl fmt::Debug for RunEnv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunEnv").finish_non_exhaustive()
    }
}

/// Does what a run is to do: pulls the universe from the source, makes it so, and says how it ended.
///
/// The universe, the entry of the audit trail and the end of the run are one transaction. Before that
/// nothing is changed, and `stop` ends the run as interrupted; once it has begun, it is finished.
/// A run that another node took for lost changes nothing: its version fences it off.
///
/// # Errors
/// When storage fails so that not even the end of the run can be stored: it is then interrupted when
/// its lease is over.
pub async fn run(
    env: &RunEnv,
    ticket: &RunTicket,
    stop: impl Future<Output = ()>,
) -> Result<Option<ConnectorRun>, StoreError> {
    let pulled = unless(pull::pull(env, ticket), stop).await;
    let ended = match pulled.unwrap_or(Err(Cut::Stopped)) {
        Ok(tree) => conclude::conclude(env, ticket, tree).await,
        Err(cut) => Err(cut),
    };
    match ended {
        Ok(run) => Ok(Some(run)),
        Err(Cut::Over) => Ok(None),
        Err(Cut::Failed(failure)) => end::end(env, ticket, Some(&failure)).await,
        Err(Cut::Stopped) => end::end(env, ticket, None).await,
        Err(Cut::Store(error)) => {
            // What was to happen did not, or did altogether: then the run says so and stays as it is.
            end::end(env, ticket, None).await?;
            Err(error)
        }
    }
}

/// What the work comes to, unless `stop` comes first: the work is dropped then, before this returns.
async fn unless<T>(work: impl Future<Output = T>, stop: impl Future<Output = ()>) -> Option<T> {
    match select(pin!(work), pin!(stop)).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(((), _)) => None,
    }
}

/// Why a run did not do what it was to do.
enum Cut {
    /// It cannot.
    Failed(RunFailure),
    /// The service ends.
    Stopped,
    /// It has ended already: another node took it for lost.
    Over,
    /// Storage failed.
    Store(StoreError),
}

impl From<RunFailure> for Cut {
    fn from(failure: RunFailure) -> Self {
        Self::Failed(failure)
    }
}

impl From<RunOver> for Cut {
    fn from(RunOver: RunOver) -> Self {
        Self::Over
    }
}

impl From<StoreError> for Cut {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<EntropyUnavailable> for Cut {
    fn from(error: EntropyUnavailable) -> Self {
        Self::Failed(RunFailure::new("randomness_unavailable", error))
    }
}

#[cfg(test)]
mod tests;
