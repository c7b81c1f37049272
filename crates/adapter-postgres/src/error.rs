//! What the database answered, as one of the three things that storage can say.
//!
//! The server's detail and hint never get into an error: they repeat what rows hold.

use std::{error::Error, fmt, time::Duration};

use aiia_keys_ports::StoreError;
use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind};
use tokio_postgres::error::{DbError, SqlState};

use crate::revocation::OtherLease;

/// Why storage is unavailable, or what in it cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(
        "no connection became free within {waited:?}: all {size} are in use; allow more, or look for what holds them"
    )]
    Exhausted { size: usize, waited: Duration },
    #[error("connecting to the database took longer than {0:?}")]
    SlowConnect(Duration),
    #[error("cannot connect to the database: {0}")]
    Connect(String),
    #[error("the pool of database connections is closed")]
    Closed,
    #[error("the database did not answer within {0:?}")]
    NoAnswer(Duration),
    #[error(
        "the wait for a synchronous standby was cut off: what was committed may be forgotten in a failover, until a repeat succeeds"
    )]
    Unconfirmed,
    #[error("the connection to the database was lost: {0}")]
    Lost(String),
    #[error("the database refused: {0}")]
    Refused(Refusal),
    #[error("an earlier statement of this unit of work failed or was abandoned")]
    Spoiled,
    #[error(transparent)]
    OtherLease(OtherLease),
    #[error("an epoch is negative")]
    NegativeEpoch,
    #[error("the row of the revocation epoch is missing: restore it as its migration makes it")]
    NoEpoch,
}

/// What of the database's answer may be told: its message, and the names of what it is about.
#[derive(Debug)]
pub(crate) struct Refusal {
    message: String,
    table: Option<String>,
    constraint: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(table) = &self.table {
            write!(f, " (table {table})")?;
        }
        if let Some(constraint) = &self.constraint {
            write!(f, " (constraint {constraint})")?;
        }
        Ok(())
    }
}

impl Refusal {
    fn of(information: &(dyn DatabaseErrorInformation + Send + Sync)) -> Self {
        Self {
            message: information.message().to_owned(),
            table: information.table_name().map(str::to_owned),
            constraint: information.constraint_name().map(str::to_owned),
        }
    }
}

impl From<&DbError> for Refusal {
    fn from(error: &DbError) -> Self {
        Self {
            message: error.message().to_owned(),
            table: error.table().map(str::to_owned),
            constraint: error.constraint().map(str::to_owned),
        }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        Self::Unavailable(Box::new(failure))
    }
}

const TAKEN: StoreError = StoreError::Conflict("something with the same identity is there already");
const OUTRUN: StoreError = StoreError::Conflict("another transaction came first");

/// What a statement's failure means.
///
/// `diesel` keeps the kinds that it knows and no SQLSTATE of the others, so a deadlock is told by
/// its message; on a server that speaks another language it is `Unavailable`, which is safe as well.
fn of_statement(error: diesel::result::Error) -> StoreError {
    use diesel::result::Error as Diesel;

    match error {
        Diesel::DatabaseError(kind, information) => match kind {
            DatabaseErrorKind::UniqueViolation => TAKEN,
            DatabaseErrorKind::SerializationFailure => OUTRUN,
            DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::NotNullViolation
            | DatabaseErrorKind::CheckViolation
            | DatabaseErrorKind::RestrictViolation
            | DatabaseErrorKind::ExclusionViolation => {
                StoreError::Corrupt(Box::new(Failure::Refused(Refusal::of(&*information))))
            }
            DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ClosedConnection => {
                Failure::Lost(information.message().to_owned()).into()
            }
            _ if information.message() == "deadlock detected" => OUTRUN,
            _ => Failure::Refused(Refusal::of(&*information)).into(),
        },
        // They hold no more than the type that was expected.
        Diesel::DeserializationError(cause) | Diesel::SerializationError(cause) => {
            StoreError::Corrupt(cause)
        }
        other => Failure::Lost(other.to_string()).into(),
    }
}

/// What a statement gives; no answer within `limit` is a failure as well.
pub(crate) async fn answered<T>(
    limit: Duration,
    statement: impl Future<Output = diesel::QueryResult<T>>,
) -> Result<T, StoreError> {
    match tokio::time::timeout(limit, statement).await {
        Ok(answer) => answer.map_err(of_statement),
        Err(_) => Err(Failure::NoAnswer(limit).into()),
    }
}

/// What a failure of the protocol's own client means.
pub(crate) fn of_client(error: &tokio_postgres::Error) -> StoreError {
    match error.as_db_error() {
        Some(refusal) => {
            let conflict = [
                &SqlState::UNIQUE_VIOLATION,
                &SqlState::T_R_SERIALIZATION_FAILURE,
                &SqlState::T_R_DEADLOCK_DETECTED,
            ];
            if conflict.contains(&refusal.code()) {
                OUTRUN
            } else {
                Failure::Refused(refusal.into()).into()
            }
        }
        None => Failure::Lost(causes(error)).into(),
    }
}

/// Why there is no connection.
pub(crate) fn of_connecting(error: &tokio_postgres::Error) -> Failure {
    match error.as_db_error() {
        Some(refusal) => Failure::Connect(Refusal::from(refusal).to_string()),
        None => Failure::Connect(causes(error)),
    }
}

/// An error and its causes in one line.
fn causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let reason = error.to_string();
        // Some errors print their cause themselves.
        if !text.ends_with(&reason) {
            text.push_str(": ");
            text.push_str(&reason);
        }
        cause = error.source();
    }
    text
}
