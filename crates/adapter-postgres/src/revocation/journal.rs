//! How the journal is written.

use std::time::Duration;

use aiia_keys_domain::{Epoch, Invalidation, Journal, KeyId, OrganizationId};
use aiia_keys_ports::StoreError;
use aiia_keys_verifier::LeasePolicy;
use tokio_postgres::{Row, types::FromSqlOwned};
use uuid::Uuid;

use crate::error::Failure;

pub(super) const fn kind(what: &Invalidation) -> &'static str {
    match what {
        Invalidation::KeyRevoked(_) => "key_revoked",
        Invalidation::KeyChanged(_) => "key_changed",
        Invalidation::OrganizationChanged(_) => "organization_changed",
    }
}

pub(super) const fn subject(what: &Invalidation) -> &Uuid {
    match what {
        Invalidation::KeyRevoked(key) | Invalidation::KeyChanged(key) => key.as_uuid(),
        Invalidation::OrganizationChanged(organization) => organization.as_uuid(),
    }
}

/// Rows of the present epoch, an epoch, what happened in it, and to whom; the last three are null
/// when nothing happened. What is of a kind that this program does not know leaves a gap, and a node
/// with a gap forgets everything.
pub(super) fn read(rows: &[Row]) -> Result<Journal, StoreError> {
    let mut journal = Journal::default();
    for row in rows {
        journal.epoch = epoch(column(row, 0)?)?;
        let Some(happened) = column::<Option<i64>>(row, 1)? else {
            continue;
        };
        let kind: String = column(row, 2)?;
        let subject: Uuid = column(row, 3)?;
        let what = match kind.as_str() {
            "key_revoked" => Invalidation::KeyRevoked(KeyId::from_uuid(subject)),
            "key_changed" => Invalidation::KeyChanged(KeyId::from_uuid(subject)),
            "organization_changed" => {
                Invalidation::OrganizationChanged(OrganizationId::from_uuid(subject))
            }
            _ => continue,
        };
        journal.entries.push((epoch(happened)?, what));
    }
    Ok(journal)
}

pub(super) fn column<T: FromSqlOwned>(row: &Row, index: usize) -> Result<T, StoreError> {
    row.try_get(index)
        .map_err(|error| StoreError::Corrupt(Box::new(error)))
}

pub(super) fn epoch(number: i64) -> Result<Epoch, StoreError> {
    u64::try_from(number)
        .map(Epoch::new)
        .map_err(|_| StoreError::Corrupt(Box::new(Failure::NegativeEpoch)))
}

/// What leases go by whose length is stored as so many milliseconds.
pub(super) fn lease(millis: i32) -> Result<LeasePolicy, StoreError> {
    let length = Duration::from_millis(u64::try_from(millis).unwrap_or_default());
    LeasePolicy::of(length).map_err(|error| StoreError::Corrupt(Box::new(error)))
}

/// The length of a lease as the database keeps it.
pub(super) fn millis(length: Duration) -> i32 {
    i32::try_from(length.as_millis()).unwrap_or(i32::MAX)
}

/// The one row of the epoch is not there.
pub(super) fn missing() -> StoreError {
    StoreError::Corrupt(Box::new(Failure::NoEpoch))
}

/// An epoch as the database counts it.
pub(super) fn number(epoch: Epoch) -> i64 {
    i64::try_from(epoch.get()).unwrap_or(i64::MAX)
}
