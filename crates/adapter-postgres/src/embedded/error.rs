//! Why an embedded server could not be had, and what to do about it.

use std::{io, path::PathBuf, process::ExitStatus, time::Duration};

use super::ServerVersion;

/// Why an embedded server could not be had, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No usable PostgreSQL programs are on this machine.
    #[error(
        "no PostgreSQL 15 to 18 found{found}; {install}, or set DATABASE_URL to use another server"
    )]
    NoPrograms {
        /// What was found instead, as the rest of the sentence.
        found: String,
        /// What to install, as an imperative.
        install: String,
    },
    /// The folder that the caller named does not hold PostgreSQL's programs.
    #[error(
        "{} does not hold PostgreSQL's programs: {reason}; name the folder of `postgres` and `initdb`, for example /usr/lib/postgresql/17/bin", folder.display()
    )]
    NotPrograms {
        /// The folder.
        folder: PathBuf,
        /// What is missing there.
        reason: String,
    },
    /// The cluster was made by a major version whose programs are not here.
    #[error(
        "{} was made by PostgreSQL {made_by}, and its programs were not found: {cause}; alternatively move the data with pg_dump or pg_upgrade", folder.display()
    )]
    MajorVersion {
        /// The data folder.
        folder: PathBuf,
        /// The major version that made it.
        made_by: u16,
        /// What the search for that version said.
        cause: Box<Error>,
    },
    /// The programs that the caller named are of another major version than the cluster.
    #[error(
        "{} holds PostgreSQL {version}, but {made_by} is needed; name the folder of {made_by}'s programs", folder.display()
    )]
    OtherVersion {
        /// The programs' folder.
        folder: PathBuf,
        /// Their version.
        version: ServerVersion,
        /// The major version that is needed.
        made_by: u16,
    },
    /// A file or folder could not be used.
    #[error("cannot {action} {}: {cause}; check that it belongs to the user who runs this program and that the disk is not full", path.display())]
    File {
        /// What was tried, as a verb.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The folder holds something else.
    #[error(
        "{} is not empty and holds no AIIA Keys data; name an empty or new folder", folder.display()
    )]
    ForeignFolder {
        /// The folder.
        folder: PathBuf,
    },
    /// A path has characters that PostgreSQL's own files cannot hold.
    #[error("the path {folder:?} holds control characters; name another folder")]
    FolderName {
        /// The folder.
        folder: PathBuf,
    },
    /// Another instance uses the folder.
    #[error(
        "{} is in use by {}; stop that one first, or name another data folder", folder.display(),
        .holder.map_or_else(|| "another process".to_owned(), |pid| format!("process {pid}"))
    )]
    Held {
        /// The data folder.
        folder: PathBuf,
        /// The process that holds it, when it could be told.
        holder: Option<u32>,
    },
    /// The caller is root, and there is no other user to run the server as.
    #[error(
        "PostgreSQL does not run as root, and this machine has neither a user `postgres` nor `nobody`; create one with `useradd --system postgres`"
    )]
    NoUser,
    /// The caller is root, and the cluster belongs to root, as which PostgreSQL does not run.
    #[error("{} belongs to root, as which PostgreSQL does not run; `chown -R postgres {}`", folder.display(), folder.display())]
    OwnedByRoot {
        /// The cluster's folder.
        folder: PathBuf,
    },
    /// The server's user cannot reach a folder.
    #[error(
        "the server runs as user `{user}`, who cannot reach {} because {} is closed to others; `chmod o+x {}`, or name a folder elsewhere, for example under /var/lib", folder.display(), blocked.display(), blocked.display()
    )]
    Unreachable {
        /// The folder to be reached.
        folder: PathBuf,
        /// The folder on the way that is closed.
        blocked: PathBuf,
        /// The server's user.
        user: String,
    },
    /// No folder for the socket can be had.
    #[error(
        "no place for the Unix socket: the path {} is longer than the {limit} bytes that a socket's folder may have, and no private folder could be made in {tried}; name a shorter data folder", folder.display()
    )]
    Socket {
        /// The folder that would have been used.
        folder: PathBuf,
        /// The limit in bytes.
        limit: usize,
        /// The folders that were tried instead.
        tried: String,
    },
    /// A server setting cannot be set.
    #[error("the server setting `{name}` cannot be set: {reason}")]
    Setting {
        /// The setting's name.
        name: String,
        /// Why not, and what would be right.
        reason: &'static str,
    },
    /// A program could not be run.
    #[error("cannot run {}: {cause}; check that it may be executed by everyone, or install PostgreSQL again", program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// `initdb` failed.
    #[error("initdb failed ({status}): {output}")]
    Initdb {
        /// Its exit status.
        status: ExitStatus,
        /// The end of what it said.
        output: String,
    },
    /// The server ended while it was starting.
    #[error("PostgreSQL ended while starting ({status}); its log {} ends with:\n{tail}", log.display())]
    StartFailed {
        /// Its exit status.
        status: ExitStatus,
        /// The log file.
        log: PathBuf,
        /// The log's end.
        tail: String,
    },
    /// The server does not accept connections in time.
    #[error(
        "PostgreSQL accepts no connections after {} s; when it is still recovering from a crash, allow it more time; its log {} ends with:\n{tail}", waited.as_secs_f32(), log.display()
    )]
    NotReady {
        /// The time-out.
        waited: Duration,
        /// The log file.
        log: PathBuf,
        /// The log's end.
        tail: String,
    },
    /// A server process does not go away.
    #[error(
        "the PostgreSQL process {pid} of {} cannot be stopped: {reason}; end it with `kill -9 {pid}` and start again", folder.display()
    )]
    Unstoppable {
        /// The process.
        pid: u32,
        /// The cluster's folder.
        folder: PathBuf,
        /// What was seen.
        reason: String,
    },
}

impl Error {
    /// For `map_err` on an operation with one path.
    pub(super) fn file(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::File {
            action,
            path,
            cause,
        }
    }
}
