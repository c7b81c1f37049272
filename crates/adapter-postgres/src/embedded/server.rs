//! The server's process.

use std::{
    ffi::OsString,
    fs::File,
    io,
    path::{Path, PathBuf},
    process::{Child, ExitStatus},
    time::Duration,
};

use nix::sys::signal::Signal;

use super::{
    Error, Programs, WhenKilled, log::ServerLog, pid_file::PidFile, process_table::send,
    user::ServerUser, wait::wait_for, watcher::Watcher,
};

/// How a server is asked to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopMode {
    /// Clients are disconnected, open transactions rolled back, everything is written; after 10 s as [`StopMode::Immediate`].
    Fast,
    /// All processes end at once, and the next start recovers; after 5 s they are killed.
    Immediate,
}

const FAST_TIMEOUT: Duration = Duration::from_secs(10);
const IMMEDIATE_TIMEOUT: Duration = Duration::from_secs(5);

/// A running server, which is stopped when this is dropped.
#[derive(Debug)]
pub(super) struct Server {
    child: Child,
    watcher: Option<Watcher>,
    cluster: PathBuf,
}

impl Server {
    pub(super) fn spawn(
        cluster: &Path,
        programs: &Programs,
        user: &ServerUser,
        arguments: Vec<OsString>,
        log: File,
        when_killed: WhenKilled,
    ) -> Result<Self, Error> {
        let program = programs.folder().join("postgres");
        let failed = |cause: io::Error| Error::Run { program, cause };
        let mut command = programs.command("postgres");
        command.arg("-D").arg(cluster).args(arguments);
        let spawned = log.try_clone().and_then(|copy| {
            command.stdout(copy).stderr(log);
            user.run(&mut command);
            command.spawn()
        });
        let child = match spawned {
            Ok(child) => child,
            Err(cause) => return Err(failed(cause)),
        };
        let mut server = Self {
            child,
            watcher: None,
            cluster: cluster.to_owned(),
        };
        if when_killed == WhenKilled::Stop {
            server.watcher = Some(Watcher::start(server.pid(), user).map_err(failed)?);
        }
        Ok(server)
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the server accepts connections.
    pub(super) fn wait_ready(&mut self, limit: Duration, log: &ServerLog) -> Result<(), Error> {
        let pid = self.pid();
        let outcome = wait_for(limit, || match self.ended() {
            Some(status) => Some(Err(status)),
            None => PidFile::read(&self.cluster)
                .filter(|file| file.is_ready(pid))
                .map(|_| Ok(())),
        });
        let log_path = log.path().to_owned();
        match outcome {
            Some(Ok(())) => Ok(()),
            Some(Err(status)) => Err(Error::StartFailed {
                status,
                log: log_path,
                tail: log.tail(),
            }),
            None => Err(Error::NotReady {
                waited: limit,
                log: log_path,
                tail: log.tail(),
            }),
        }
    }

    /// How the server ended; `None` while it runs.
    pub(super) fn ended(&mut self) -> Option<ExitStatus> {
        // An error would mean that this is not our child, which it is.
        let status = self.child.try_wait().ok().flatten();
        if status.is_some() {
            self.watcher = None;
        }
        status
    }

    /// Stops the server; one that has ended already is no error.
    pub(super) fn stop(&mut self, mode: StopMode) -> Result<(), Error> {
        let fast = (Signal::SIGINT, FAST_TIMEOUT);
        let forced = [
            (Signal::SIGQUIT, IMMEDIATE_TIMEOUT),
            (Signal::SIGKILL, IMMEDIATE_TIMEOUT),
        ];
        let polite = (mode == StopMode::Fast).then_some(fast);
        for (signal, limit) in polite.into_iter().chain(forced) {
            if self.ended().is_some() {
                return Ok(());
            }
            send(signal, self.pid()).map_err(|errno| self.unstoppable(errno.desc()))?;
            if wait_for(limit, || self.ended()).is_some() {
                return Ok(());
            }
        }
        Err(self.unstoppable("it outlived SIGKILL"))
    }

    fn unstoppable(&self, reason: &str) -> Error {
        let folder = self.cluster.clone();
        Error::Unstoppable {
            pid: self.pid(),
            folder,
            reason: reason.to_owned(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nobody is left to hear of an error; the next start stops what is left.
        let _ = self.stop(StopMode::Fast);
    }
}
