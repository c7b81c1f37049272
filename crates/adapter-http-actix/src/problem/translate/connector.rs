//! What the use cases about connectors refuse.

use std::time::Duration;

use aiia_keys_assurance::{
    InvalidSourceUrl, OtherOrigin, RowFault as Fault, RowPlace, RunsBusy, connector,
};
use aiia_keys_ports::SealingFailed;

use super::stale;
use crate::{
    problem::{Code, Problem, RowFault},
    rate_fields::retry_after,
};

const NO_SUCH_CONNECTOR: &str = "there is no such connector in your organization";
const NO_SUCH_RUN: &str = "there is no such run in your organization";

/// When a node that is busy is worth asking again.
const SOON: Duration = Duration::from_secs(10);

impl From<InvalidSourceUrl> for Problem {
    fn from(error: InvalidSourceUrl) -> Self {
        Self::field("url", error)
    }
}

impl From<OtherOrigin> for Problem {
    fn from(error: OtherOrigin) -> Self {
        Self::field("credentials", error)
    }
}

impl From<SealingFailed> for Problem {
    fn from(error: SealingFailed) -> Self {
        match error {
            SealingFailed::Entropy(error) => error.into(),
            SealingFailed::TooLong => Self::field("credentials", error),
        }
    }
}

impl From<RunsBusy> for Problem {
    fn from(error: RunsBusy) -> Self {
        retry_after(Self::new(Code::ConnectorsBusy, error.to_string()), SOON)
    }
}

impl From<&Fault> for RowFault {
    fn from(fault: &Fault) -> Self {
        let column = fault.column;
        let (line, field) = match fault.at {
            RowPlace::Line(line) => (Some(line), column.to_string()),
            item @ RowPlace::Item(_) => (None, format!("{item}.{column}")),
        };
        Self {
            line,
            field,
            detail: fault.detail.clone(),
        }
    }
}

translate!(connector::create::Error {
    Entropy(error) => error.into(),
    Sealing(error) => error.into(),
});
translate!(connector::find::Error { NotFound => Self::not_found(NO_SUCH_CONNECTOR) });
translate!(connector::list::Error {});
translate!(connector::update::Error {
    NotFound => Self::not_found(NO_SUCH_CONNECTOR),
    Stale => stale(&Error::Stale),
    Origin(error) => error.into(),
    Sealing(error) => error.into(),
});
translate!(connector::delete::Error {
    NotFound => Self::not_found(NO_SUCH_CONNECTOR),
    Stale => stale(&Error::Stale),
});
translate!(connector::refresh::Error {
    NotFound => Self::not_found(NO_SUCH_CONNECTOR),
    Running(run) => Self::new(Code::ConnectorRunning, Error::Running(run).to_string()),
    Busy(error) => error.into(),
    Entropy(error) => error.into(),
});
translate!(connector::list_runs::Error { NotFound => Self::not_found(NO_SUCH_CONNECTOR) });
translate!(connector::find_run::Error { NotFound => Self::not_found(NO_SUCH_RUN) });
