//! A server that belongs to a test run: shared by all its processes, and ended after it.

mod folder;
mod runner;
#[cfg(test)]
pub(super) mod testing;
mod watcher;

use std::{
    fs::{self, File, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::Child,
};

use nix::unistd::Pid;
use tokio_postgres::Config;

use crate::TestDatabaseError;

/// A kind of server.
pub(super) trait Kind: Send + Sync + 'static {
    /// Name of the folder that holds those of all runs, followed by the user's number.
    const FOLDER: &'static str;
    /// Shell commands that end the server in the folder `$2`; with `exit` when it cannot be done
    /// now, so that the next run tries again.
    const STOP: &'static str;

    /// Starts a server that outlives this process. What `STOP` needs to know is in the folder
    /// before there is anything to stop.
    fn start(&self, folder: &Path) -> Result<Started, TestDatabaseError>;

    /// Whether the server with this id still runs.
    fn runs(id: &str) -> bool;
}

/// A server that was started.
pub(super) struct Started {
    /// What it is recognised by; a single line.
    pub(super) id: String,
    /// How its superuser connects.
    pub(super) url: String,
}

/// Starts a server at the first call in a test run, and finds it again at the others.
pub(super) async fn server<K: Kind>(kind: K) -> Result<Config, TestDatabaseError> {
    let url = tokio::task::spawn_blocking(move || {
        let base = folder::base(K::FOLDER)?;
        share(&kind, &base, runner::runner())
    });
    Ok(url.await??.0.parse()?)
}

/// The administrator's URL of the server that belongs to `runner`, and the process that watches
/// over it, when both were started just now.
pub(super) fn share<K: Kind>(
    kind: &K,
    base: &Path,
    runner: Pid,
) -> Result<(String, Option<Child>), TestDatabaseError> {
    let folder = base.join(runner.to_string());
    folder::make(&folder)?;
    let path = folder.join("run.lock");
    let lock = File::create(&path).map_err(TestDatabaseError::file(&path))?;
    lock.lock().map_err(TestDatabaseError::file(path))?;
    if let Some(url) = find::<K>(&folder) {
        return Ok((url, None));
    }
    watcher::clear_leftovers(base, K::STOP)?;
    // Before the server: from here on nothing can be left behind.
    let watcher = watcher::start(runner, &folder, K::STOP)?;
    let Started { id, url } = kind.start(&folder)?;
    let path = state(&folder);
    // The URL may hold a password.
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    options
        .open(&path)
        .and_then(|mut file| file.write_all(format!("{id}\n{url}\n").as_bytes()))
        .map_err(TestDatabaseError::file(path))?;
    Ok((url, Some(watcher)))
}

/// The server that another process of this run has started, if it still runs.
fn find<K: Kind>(folder: &Path) -> Option<String> {
    let state = fs::read_to_string(state(folder)).ok()?;
    let (id, url) = state.split_once('\n')?;
    // Complete only with its end of line.
    let url = url.strip_suffix('\n')?;
    K::runs(id).then(|| url.to_owned())
}

fn state(folder: &Path) -> PathBuf {
    folder.join("server")
}

#[cfg(test)]
mod tests;
