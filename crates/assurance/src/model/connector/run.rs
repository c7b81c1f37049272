//! One run of a connector: what it does, until when it counts as going on, and how it ended.

use std::{fmt, time::Duration};

use aiia_keys_domain::{Actor, OrganizationId, Timestamp};

use super::run_log::{RunEvent, RunLogLine};
use crate::{Column, ConnectorId, ConnectorRunId, RowError, RowPlace};

/// A run: `running → succeeded`, `failed` or `interrupted`, and never back.
///
/// A run is held under a lease, which its node renews while it works. A run whose lease is over is
/// interrupted, whoever looks: its node is gone, or is so slow that it must not end it any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectorRun {
    data: ConnectorRunData,
}

/// What is known about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectorRunData {
    /// Its id.
    pub id: ConnectorRunId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The connector that runs.
    pub connector: ConnectorId,
    /// Whether it only tells what would change.
    pub dry_run: bool,
    /// When it began.
    pub started_at: Timestamp,
    /// Who asked for it.
    pub started_by: Actor,
    /// How far it has come.
    pub state: ConnectorRunState,
    /// What happened so far, in order: at most [`MAX_RUN_LOG_LINES`].
    pub log: Vec<RunLogLine>,
}

/// The most lines of a run's log: more than the attempts of any run can write.
pub const MAX_RUN_LOG_LINES: usize = 100;

/// How far a run has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConnectorRunState {
    /// It goes on.
    Running {
        /// The end of its lease.
        until: Timestamp,
    },
    /// The universe is as the source tells it.
    Succeeded {
        /// Since when.
        at: Timestamp,
        /// What changed, or would change.
        counts: ChangeCounts,
    },
    /// Nothing was changed.
    Failed {
        /// When it ended.
        at: Timestamp,
        /// Why: a stable code, and what to do about it.
        failure: RunFailure,
    },
    /// It was cut off; nothing was changed, and it can be repeated.
    Interrupted {
        /// When it ended, or when its lease did.
        at: Timestamp,
    },
}

/// How many entities a run changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeCounts {
    /// New ones.
    pub added: u32,
    /// Such as are called otherwise, are another kind of thing, or have another place.
    pub changed: u32,
    /// Such as had left the universe.
    pub restored: u32,
    /// Such as left it.
    pub retired: u32,
    /// Such as stay as they are.
    pub unchanged: u32,
}

/// Why a run failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFailure {
    /// Stable: clients compare it.
    pub code: String,
    /// For people: what is wrong, and what would be right.
    pub detail: String,
    /// The first rows of the source's answer that cannot be used.
    pub rows: Vec<RowFault>,
}

/// A row of a source's answer that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The row.
    pub at: RowPlace,
    /// The column at fault.
    pub column: Column,
    /// What is wrong, and what would be right.
    pub detail: String,
}

impl From<&RowError> for RowFault {
    fn from(error: &RowError) -> Self {
        Self {
            at: error.at,
            column: error.column,
            detail: error.problem.to_string(),
        }
    }
}

impl RunFailure {
    /// A failure that no row is to blame for.
    pub fn new(code: &str, detail: impl fmt::Display) -> Self {
        Self {
            code: code.to_owned(),
            detail: detail.to_string(),
            rows: Vec::new(),
        }
    }
}

impl ConnectorRun {
    /// A run begins, under a lease of this length.
    pub fn start(new: NewConnectorRun, by: Actor, lease: Duration, now: Timestamp) -> Self {
        let until = now.saturating_add(lease);
        Self {
            data: ConnectorRunData {
                id: new.id,
                organization: new.organization,
                connector: new.connector,
                dry_run: new.dry_run,
                started_at: now,
                started_by: by,
                state: ConnectorRunState::Running { until },
                log: Vec::new(),
            },
        }
    }

    /// Something happened in it, and its node is still at it: its next step may take so long.
    ///
    /// # Errors
    /// When it is not going on any more.
    pub fn note(
        mut self,
        event: &RunEvent,
        lease: Duration,
        now: Timestamp,
    ) -> Result<Self, RunOver> {
        if self.data.log.len() < MAX_RUN_LOG_LINES {
            self.data.log.push(RunLogLine {
                at: now,
                message: event.to_string(),
            });
        }
        self.renew(lease, now)
    }

    /// Its node is still at it.
    ///
    /// # Errors
    /// When it is not going on any more.
    pub fn renew(self, lease: Duration, now: Timestamp) -> Result<Self, RunOver> {
        let until = now.saturating_add(lease);
        self.then(ConnectorRunState::Running { until }, now)
    }

    /// It did what it was to do.
    ///
    /// # Errors
    /// When it is not going on any more: the universe must stay as it is.
    pub fn succeed(self, counts: ChangeCounts, now: Timestamp) -> Result<Self, RunOver> {
        self.then(ConnectorRunState::Succeeded { at: now, counts }, now)
    }

    /// It could not do it.
    ///
    /// # Errors
    /// When it is not going on any more.
    pub fn fail(self, failure: RunFailure, now: Timestamp) -> Result<Self, RunOver> {
        self.then(ConnectorRunState::Failed { at: now, failure }, now)
    }

    /// Its node ends, and it with it.
    ///
    /// # Errors
    /// When it is not going on any more.
    pub fn interrupt(self, now: Timestamp) -> Result<Self, RunOver> {
        self.then(ConnectorRunState::Interrupted { at: now }, now)
    }

    /// The run as it is at an instant: interrupted when its lease is over.
    #[must_use]
    pub fn seen(mut self, now: Timestamp) -> Self {
        if let ConnectorRunState::Running { until } = self.data.state
            && until <= now
        {
            self.data.state = ConnectorRunState::Interrupted { at: until };
        }
        self
    }

    /// A run as it was stored.
    pub const fn from_stored(data: ConnectorRunData) -> Self {
        Self { data }
    }

    /// What is known about it.
    pub const fn data(&self) -> &ConnectorRunData {
        &self.data
    }

    fn then(self, state: ConnectorRunState, now: Timestamp) -> Result<Self, RunOver> {
        let Self { mut data } = self.seen(now);
        match data.state {
            ConnectorRunState::Running { .. } => {
                data.state = state;
                Ok(Self { data })
            }
            _ => Err(RunOver),
        }
    }
}

/// A run that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewConnectorRun {
    /// Its id.
    pub id: ConnectorRunId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// The connector that runs.
    pub connector: ConnectorId,
    /// Whether it only tells what would change.
    pub dry_run: bool,
}

impl ConnectorRunState {
    /// `running`, `succeeded`, `failed` or `interrupted`, for storage and interfaces.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Running { .. } => "running",
            Self::Succeeded { .. } => "succeeded",
            Self::Failed { .. } => "failed",
            Self::Interrupted { .. } => "interrupted",
        }
    }
}

/// A run has ended, or its lease has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the run is over: begin another one")]
pub struct RunOver;

#[cfg(test)]
mod tests;
