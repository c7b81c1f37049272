//! From a presented key's digest to its grant: the hot read, and the only one across tenants.
//!
//! It is spoken in the protocol's own client and not through `diesel-async`: it is one prepared
//! statement with nothing to build, needs no transaction, and one connection carries the questions
//! of many callers at once, so that nobody waits for a connection of their own.

mod line;
mod row;

use std::num::NonZeroU16;

use aiia_keys_ports::{KeyCredential, KeyLocator, LocatedKey, StoreError};
use async_trait::async_trait;

use self::line::Line;
use crate::{Connector, pool::turn};

/// Looks keys up by the database's function `locate_key`.
#[derive(Debug)]
pub struct PgKeyLocator {
    lines: Box<[Line]>,
}

impl PgKeyLocator {
    /// A locator on as many connections of its own, which log in as the service's role.
    ///
    /// They are made when they are first used, and again when they were lost.
    pub fn new(connector: &Connector, connections: NonZeroU16) -> Self {
        let lines = (0..connections.get())
            .map(|_| Line::new(connector.clone()))
            .collect();
        Self { lines }
    }
}

#[async_trait]
impl KeyLocator for PgKeyLocator {
    async fn locate(&self, candidates: &[KeyCredential]) -> Result<Option<LocatedKey>, StoreError> {
        match self.lines.get(turn() % self.lines.len()) {
            Some(line) => line.locate(candidates).await,
            None => Ok(None),
        }
    }
}
