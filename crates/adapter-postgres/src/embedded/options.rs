//! What a caller chooses about its server.

use std::{path::PathBuf, time::Duration};

use super::Search;

/// How a [`Cluster`](super::Cluster) is started.
///
/// ```
/// use aiia_keys_postgres::embedded::{Durability, Options};
///
/// let options = Options { durability: Durability::None, ..Options::new("/tmp/throw-away") };
/// assert_eq!(options.max_connections, 100);
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder that holds everything of this cluster; made when missing.
    pub data_folder: PathBuf,
    /// Where PostgreSQL's programs are looked for; the machine's usual places.
    pub programs: Search,
    /// Whether committed data outlives a crash of the machine; [`Durability::Full`].
    pub durability: Durability,
    /// The server's `max_connections`; 100.
    pub max_connections: u16,
    /// The server's `shared_buffers` in MiB; 64.
    pub shared_buffers_mib: u32,
    /// Further server settings as (name, value), which win over this module's defaults.
    ///
    /// The ones that keep the server private cannot be set: see [`Error::Setting`](super::Error::Setting).
    pub settings: Vec<(String, String)>,
    /// What becomes of the server when this process is killed; [`WhenKilled::Stop`].
    pub when_killed: WhenKilled,
    /// How long the server may take until it accepts connections, recovery after a crash included; 60 s.
    pub start_timeout: Duration,
}

/// Whether committed data outlives a crash of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Everything that was committed is on disk.
    Full,
    /// Nothing is forced to disk: faster, for throw-away clusters of tests.
    ///
    /// Committed data still outlives the death of the server's process, but not a crash of the machine.
    None,
}

/// What becomes of the server when the process that started it dies without a chance to stop it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenKilled {
    /// A watcher process shuts the server down.
    Stop,
    /// The server stays, until the next start on its data folder stops it.
    Keep,
}

impl Options {
    /// The defaults, for the cluster in `data_folder`.
    pub fn new(data_folder: impl Into<PathBuf>) -> Self {
        Self {
            data_folder: data_folder.into(),
            programs: Search::system(None),
            durability: Durability::Full,
            max_connections: 100,
            shared_buffers_mib: 64,
            settings: Vec::new(),
            when_killed: WhenKilled::Stop,
            start_timeout: Duration::from_mins(1),
        }
    }
}
