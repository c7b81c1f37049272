//! Listing keys and how they are used.

use aiia_keys_domain::Caller;
use aiia_keys_ports::{KeyPosition, Page};

use super::{UsedKey, beside};
use crate::{
    Env,
    key::list::{self, Error},
};

/// Which keys to list, and what about their use.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Which keys.
    pub keys: list::Query,
    /// Whether to tell how often each was used in the last 30 days, day by day.
    pub daily: bool,
}

/// Lists keys of the caller's organization and how they are used.
///
/// # Errors
/// When the caller may not, or storage fails.
pub async fn list(
    env: &Env,
    caller: &Caller,
    query: Query,
) -> Result<Page<UsedKey, KeyPosition>, Error> {
    let now = env.clock.now();
    let (mut work, page) = list::begin(env, caller, query.keys, now).await?;
    let items = beside(&mut *work, page.items, query.daily, now).await?;
    work.commit().await?;
    Ok(Page {
        items,
        next: page.next,
    })
}
