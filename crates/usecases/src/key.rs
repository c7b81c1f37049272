//! Managing an organization's keys.

pub mod find;
pub mod generate;
pub mod list;
pub mod own;
pub mod revoke;
pub mod rotate;
pub mod surrender;
pub mod update;

use aiia_keys_domain::{Caller, Key, KeyEvent, KeyId, Subject, Timestamp};
use aiia_keys_ports::{StoreError, Stored, UnitOfWork};

use crate::once;

/// Appends what happened to a key to the trail.
async fn record(
    work: &mut dyn UnitOfWork,
    caller: &Caller,
    key: KeyId,
    event: &KeyEvent,
    now: Timestamp,
) -> Result<(), StoreError> {
    let draft = event
        .to_draft(key, caller.actor.clone(), now)
        .map_err(|error| StoreError::Corrupt(error.into()))?
        .with_request_id(caller.request.clone());
    work.trail().append(draft).await.map(drop)
}

/// The key that a named request made.
async fn made(work: &mut dyn UnitOfWork, made: &Subject) -> Result<Stored<Key>, StoreError> {
    let Subject::Key(id) = made else {
        return Err(once::gone());
    };
    work.keys().find(*id).await?.ok_or_else(once::gone)
}

/// Stores a key as a transition left it, with its entry in the trail.
async fn save(
    work: &mut dyn UnitOfWork,
    caller: &Caller,
    read: &Stored<Key>,
    (key, event): (Key, KeyEvent),
    now: Timestamp,
) -> Result<Stored<Key>, StoreError> {
    let version = work.keys().save(&key, read.version).await?;
    record(work, caller, key.data().id, &event, now).await?;
    Ok(Stored {
        value: key,
        version,
    })
}
