//! The organization itself: founding, policy, suspension.

pub mod change_policy;
pub mod find;
pub mod found;
pub mod locate;
pub mod suspension;

use aiia_keys_domain::{Caller, Organization, OrganizationEvent, Timestamp};
use aiia_keys_ports::{StoreError, Stored, UnitOfWork};

/// The organization of a unit of work, which exists: callers are in one.
pub(crate) async fn current(work: &mut dyn UnitOfWork) -> Result<Stored<Organization>, StoreError> {
    let found = work.organizations().find().await?;
    found.ok_or(StoreError::Conflict("the caller's organization is gone"))
}

/// Appends what happened to the organization to its trail.
pub(crate) async fn record(
    work: &mut dyn UnitOfWork,
    caller: &Caller,
    event: &OrganizationEvent,
    now: Timestamp,
) -> Result<(), StoreError> {
    let draft = event
        .to_draft(caller.actor.clone(), now)
        .map_err(|error| StoreError::Corrupt(error.into()))?
        .with_request_id(caller.request.clone());
    work.trail().append(draft).await.map(drop)
}

/// Stores the organization as a transition left it, with its entry in the trail.
async fn save(
    work: &mut dyn UnitOfWork,
    caller: &Caller,
    read: &Stored<Organization>,
    (organization, event): (Organization, OrganizationEvent),
    now: Timestamp,
) -> Result<Stored<Organization>, StoreError> {
    let version = work
        .organizations()
        .save(&organization, read.version)
        .await?;
    record(work, caller, &event, now).await?;
    Ok(Stored {
        value: organization,
        version,
    })
}
