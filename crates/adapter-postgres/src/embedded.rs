//! A private PostgreSQL server in a data folder, started and stopped with the program that needs it.
//!
//! ```no_run
//! use aiia_keys_postgres::embedded::{Cluster, Options, StopMode};
//!
//! let cluster = Cluster::start(&Options::new("/var/lib/aiia-keys"))?;
//! let url = cluster.connection("postgres", "postgres").url();
//! assert!(url.starts_with("postgresql://postgres@%2F"));
//! cluster.stop(StopMode::Fast)?;
//! # Ok::<(), aiia_keys_postgres::embedded::Error>(())
//! ```
//!
//! Everything here blocks the calling thread; asynchronous code calls it through `spawn_blocking`.
//!
//! # The data folder
//!
//! | entry | owner | holds |
//! |---|---|---|
//! | `aiia-keys.lock` | caller | an advisory lock, held as long as the [`Cluster`] lives, and the process id of its holder |
//! | `pgdata` | server's user | the cluster; it appears by a rename once `initdb` has finished |
//! | `initdb.*` | server's user | a cluster in the making; a leftover is removed by the next start |
//! | `socket` | server's user | the Unix socket, unless its path would be too long |
//! | `server.log`, `server.log.1` | caller | the server's messages |
//!
//! # Who can connect
//!
//! The server has no TCP port, and its socket sits in a folder with mode 0700 that belongs to the server's user.
//! The kernel therefore lets in that user and root, and nobody else.
//! Inside, `pg_hba.conf` says `trust`.
//! A generated password would guard nothing more: whoever passes the folder runs as the owner of the data files and of `pg_hba.conf`, or as root, and could read the one and rewrite the other; and the password would be one more secret to keep.
//! `peer` would allow each operating system user one fixed list of roles, which the service's separate roles do not fit.
//!
//! When the caller is root, the server runs as the owner of an existing `pgdata`, otherwise as `postgres`, otherwise as `nobody`.
//! `nobody` may be shared with other daemons, which could then connect too: on such a machine create a user `postgres`.
//!
//! # When something is killed
//!
//! The launcher: a watcher process stops the server (see [`WhenKilled`]), and the next start stops whatever is left before it begins.
//! The server: [`Cluster::is_running`] says so, and [`Cluster::restart`] or a new start recovers what was committed.
//! `initdb`: its folder is never taken for a cluster, because it does not have the name of one yet.

mod cluster;
mod connection;
mod data_folder;
mod error;
mod initdb;
mod install_hint;
mod lock;
mod log;
mod options;
mod orphan;
mod pid_file;
mod process_table;
mod programs;
mod server;
mod settings;
mod socket;
mod user;
mod version;
mod wait;
mod watcher;

pub use cluster::Cluster;
pub use connection::Connection;
pub use error::Error;
pub use options::{Durability, Options, WhenKilled};
pub use programs::{Programs, Search};
pub use server::StopMode;
pub use version::{InvalidVersion, Release, ServerVersion};
