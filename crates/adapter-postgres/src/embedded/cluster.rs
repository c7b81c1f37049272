//! A running cluster.

use std::{path::Path, process::ExitStatus};

use super::{
    Connection, Error, Options, Programs, ServerVersion, StopMode,
    data_folder::{DataFolder, made_by},
    initdb,
    log::ServerLog,
    orphan,
    server::Server,
    settings,
    socket::SocketFolder,
    user::ServerUser,
};

/// A PostgreSQL server of this process's own, which stops when this is dropped.
///
/// It keeps its data folder to itself until then.
#[derive(Debug)]
pub struct Cluster {
    // Dropped in this order: the server ends before its socket's folder and the lock go.
    server: Server,
    socket: SocketFolder,
    user: ServerUser,
    programs: Programs,
    options: Options,
    folder: DataFolder,
}

impl Cluster {
    /// Starts the server, making its cluster at the first time, and waits until it accepts connections.
    ///
    /// Whatever an earlier run has left in the data folder, after `kill -9` too, is stopped and recovered first.
    ///
    /// # Errors
    /// Each variant of [`Error`] says what to do about it.
    pub fn start(options: &Options) -> Result<Self, Error> {
        settings::check(&options.settings)?;
        let programs = programs_for(options)?;
        let folder = DataFolder::hold(&options.data_folder)?;
        let cluster = folder.cluster();
        let user = ServerUser::choose(&cluster)?;
        user.check_reach(folder.path())?;
        user.check_reach(programs.folder())?;
        initdb::remove_unfinished(folder.path());
        if made_by(folder.path())?.is_none() {
            initdb::make_cluster(&cluster, &programs, &user, options.durability)?;
        }
        let socket = SocketFolder::make(folder.path(), &user)?;
        let server = launch(&folder, &programs, &user, options, &socket)?;
        Ok(Self {
            server,
            socket,
            user,
            programs,
            options: options.clone(),
            folder,
        })
    }

    /// Stops the server, if it still runs, and starts it again on the same data.
    ///
    /// # Errors
    /// As for [`Cluster::start`].
    pub fn restart(&mut self) -> Result<(), Error> {
        self.server.stop(StopMode::Fast)?;
        self.server = launch(
            &self.folder,
            &self.programs,
            &self.user,
            &self.options,
            &self.socket,
        )?;
        Ok(())
    }

    /// Stops the server and lets go of the data folder.
    ///
    /// # Errors
    /// [`Error::Unstoppable`] when the server does not even go away when killed.
    pub fn stop(mut self, mode: StopMode) -> Result<(), Error> {
        self.server.stop(mode)
    }

    /// How a client reaches `database` as `role`.
    ///
    /// Right after the first start there are the role and the database `postgres`.
    pub fn connection(&self, role: &str, database: &str) -> Connection {
        Connection {
            socket_folder: self.socket.path().to_owned(),
            port: settings::PORT,
            role: role.to_owned(),
            database: database.to_owned(),
        }
    }

    /// Whether the server still runs.
    pub fn is_running(&mut self) -> bool {
        self.try_wait().is_none()
    }

    /// How the server ended; `None` while it runs.
    pub fn try_wait(&mut self) -> Option<ExitStatus> {
        self.server.ended()
    }

    /// The data folder, as an absolute path without links.
    pub fn data_folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the Unix socket: in the data folder, or elsewhere when that path is too long.
    pub fn socket_folder(&self) -> &Path {
        self.socket.path()
    }

    /// The process id of the server.
    pub fn server_pid(&self) -> u32 {
        self.server.pid()
    }

    /// The version of the server.
    pub fn version(&self) -> ServerVersion {
        self.programs.version()
    }

    /// The programs in use.
    pub fn programs(&self) -> &Programs {
        &self.programs
    }
}

/// Programs of the major version that made the cluster; any supported ones for a new one.
fn programs_for(options: &Options) -> Result<Programs, Error> {
    let major = made_by(&options.data_folder)?;
    options
        .programs
        .find(major)
        .map_err(|error| match (error, major) {
            (cause @ Error::NoPrograms { .. }, Some(made_by)) => Error::MajorVersion {
                folder: options.data_folder.clone(),
                made_by,
                cause: Box::new(cause),
            },
            (error, _) => error,
        })
}

fn launch(
    folder: &DataFolder,
    programs: &Programs,
    user: &ServerUser,
    options: &Options,
    socket: &SocketFolder,
) -> Result<Server, Error> {
    let cluster = folder.cluster();
    orphan::clear(&cluster)?;
    socket.clear()?;
    let (file, log) = ServerLog::open(folder.path())?;
    let arguments = settings::arguments(options, socket.path());
    let mut server = Server::spawn(
        &cluster,
        programs,
        user,
        arguments,
        file,
        options.when_killed,
    )?;
    server.wait_ready(options.start_timeout, &log)?;
    Ok(server)
}

#[cfg(test)]
mod tests {
    use super::Cluster;

    #[test]
    fn a_cluster_can_be_handed_to_another_thread() {
        fn assert_send<T: Send + Sync>() {}

        assert_send::<Cluster>();
    }
}
