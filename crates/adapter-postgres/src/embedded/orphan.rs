//! What an earlier run has left running or lying about.

use std::{fs, io, path::Path, time::Duration};

use nix::sys::signal::Signal;

use super::{
    Error,
    pid_file::PidFile,
    process_table::{send, servers_in},
    wait::wait_for,
};

/// The ways to stop a server, from polite to forced, and how long each may take.
const STEPS: [(Signal, Duration); 3] = [
    // Fast shutdown: clients are thrown out, everything is written.
    (Signal::SIGINT, Duration::from_secs(10)),
    // Immediate shutdown: the next start recovers from the write-ahead log.
    (Signal::SIGQUIT, Duration::from_secs(5)),
    (Signal::SIGKILL, Duration::from_secs(5)),
];

/// Stops the processes that an earlier run has left in this cluster, and removes its stale `postmaster.pid`.
///
/// The caller holds the data folder: no other launcher is behind those processes.
pub(super) fn clear(cluster: &Path) -> Result<(), Error> {
    // A server that ended well has removed the file.
    let Some(file) = PidFile::read(cluster) else {
        return Ok(());
    };
    for (signal, limit) in STEPS {
        let all = servers_in(cluster);
        let targets = match file.pid.filter(|pid| all.contains(pid)) {
            // The server itself ends its children in good order.
            Some(server) if signal != Signal::SIGKILL => vec![server],
            // Children without their server: a fast shutdown means nothing to them.
            None if signal == Signal::SIGINT => continue,
            _ => all,
        };
        for pid in targets {
            send(signal, pid).map_err(|errno| unstoppable(pid, cluster, errno.desc()))?;
        }
        if wait_for(limit, || servers_in(cluster).is_empty().then_some(())).is_some() {
            return remove_pid_file(cluster);
        }
    }
    match servers_in(cluster).first() {
        Some(&pid) => Err(unstoppable(pid, cluster, "it outlived SIGKILL")),
        None => remove_pid_file(cluster),
    }
}

/// PostgreSQL would believe a stale file whose process id has passed to another program of the same user.
fn remove_pid_file(cluster: &Path) -> Result<(), Error> {
    let path = PidFile::path(cluster);
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(Error::file("remove", path)(source))
        }
        _ => Ok(()),
    }
}

fn unstoppable(pid: u32, cluster: &Path, reason: &str) -> Error {
    Error::Unstoppable {
        pid,
        folder: cluster.to_owned(),
        reason: reason.to_owned(),
    }
}
