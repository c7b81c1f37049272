//! A server from the programs on this machine, shared by all processes of a test run.

use std::{mem, path::Path};

use aiia_keys_postgres::embedded::{Cluster, Durability, Options, WhenKilled};
use async_trait::async_trait;
use nix::{sys::signal::kill, unistd::Pid};
use tokio_postgres::Config;

use super::{
    Provider,
    run::{self, Kind, Started},
};
use crate::TestDatabaseError;

/// The embedded launcher.
pub(super) struct Embedded;

#[async_trait]
impl Provider for Embedded {
    async fn server(&self) -> Result<Config, TestDatabaseError> {
        run::server(Self).await
    }

    fn outlives_the_run(&self) -> bool {
        false
    }
}

impl Kind for Embedded {
    const FOLDER: &'static str = "aiia-keys-tests";

    /// The server gets ten seconds for a fast shutdown, at whose end it removes its file, then it
    /// must end at once.
    const STOP: &'static str = r#"
file="$2/data/pgdata/postmaster.pid"
server=$(head -n 1 "$file")
if [ "${server:-0}" -gt 1 ]; then
    kill -INT "$server"
    tries=0
    while [ -e "$file" ] && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
    [ -e "$file" ] && kill -QUIT "$server"
fi
"#;

    fn start(&self, folder: &Path) -> Result<Started, TestDatabaseError> {
        let cluster = Cluster::start(&Options {
            durability: Durability::None,
            when_killed: WhenKilled::Keep,
            // A vacuum at a moment of its own choosing makes no test better.
            settings: vec![("autovacuum".into(), "off".into())],
            ..Options::new(folder.join("data"))
        })?;
        let started = Started {
            id: cluster.server_pid().to_string(),
            url: cluster.connection("postgres", "postgres").url(),
        };
        // The server outlives this process: from now on the watcher is responsible for it.
        mem::forget(cluster);
        Ok(started)
    }

    fn runs(id: &str) -> bool {
        id.parse()
            .is_ok_and(|pid| kill(Pid::from_raw(pid), None).is_ok())
    }
}

#[cfg(test)]
mod tests;
