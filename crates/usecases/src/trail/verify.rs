//! Checking that the audit trail is whole.

use aiia_keys_domain::{Broken, Caller, Forbidden, Permission, TrailHead, verify_trail};
use aiia_keys_ports::{StoreError, TrailFilter};

use crate::Env;

/// Entries that are read at once: bounds the memory, whatever the length of the trail.
const BATCH: u32 = 1000;

/// The trail could not be checked, or is not whole.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// It was tampered with.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// Its entries are whole as far as they go, but it does not end where it should: entries were cut off its end.
    #[error(
        "the trail ends at entry {found} and should end at entry {expected}: its end was cut off \
         or replaced"
    )]
    Cut {
        /// The sequence number that it should end with.
        expected: u64,
        /// The sequence number that it ends with.
        found: u64,
    },
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks every entry of the trail of the caller's organization, and that it ends where its head says.
///
/// Gives the head; kept elsewhere, it lets a later check notice that the whole trail was replaced.
///
/// # Errors
/// When the caller may not, an entry was removed, changed or reordered, or storage fails.
pub async fn verify(env: &Env, caller: &Caller) -> Result<TrailHead, Error> {
    caller.require(Permission::ReadTrail)?;
    let mut work = env.store.begin(caller.organization).await?;
    let expected = work.trail().head().await?;
    let mut head = TrailHead::genesis(caller.organization);
    loop {
        let entries = work
            .trail()
            .list_after(&TrailFilter::default(), head.sequence(), BATCH)
            .await?;
        // Others may append while this runs; what came after the head was read is not its business.
        let known = entries
            .into_iter()
            .take_while(|entry| entry.sequence() <= expected.sequence());
        let reached = verify_trail(head, known)?;
        if reached == head {
            break;
        }
        head = reached;
    }
    work.commit().await?;
    if head == expected {
        Ok(head)
    } else {
        Err(Error::Cut {
            expected: expected.sequence(),
            found: head.sequence(),
        })
    }
}

#[cfg(test)]
mod tests;
