//! Why a test has no database.

use std::{io, path::PathBuf};

use aiia_keys_postgres::{
    embedded,
    migrate::{BootstrapError, MigrateError},
};

/// Why a test has no database.
#[derive(Debug, thiserror::Error)]
pub enum TestDatabaseError {
    /// `TEST_DATABASE_URL` is no connection URL.
    #[error(
        "TEST_DATABASE_URL is not a connection URL such as postgresql://postgres@localhost/postgres"
    )]
    Url(#[source] tokio_postgres::Error),
    /// `TEST_DATABASE_PROVIDER` names no provider.
    #[error(
        "TEST_DATABASE_PROVIDER is `{0}`; it may be `embedded`, which is the default, or `container`"
    )]
    Provider(String),
    /// No container could be started.
    #[error(transparent)]
    Container(#[from] ContainerError),
    /// No server could be started.
    #[error("no server for tests: {0}")]
    Server(#[from] embedded::Error),
    /// A file of the shared server could not be used.
    #[error("cannot use {}: {cause}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The server refused something.
    #[error("the test database refused: {}", crate::error::text(.0))]
    Database(#[from] tokio_postgres::Error),
    /// The owner could not connect.
    #[error("the owner could not connect to the template: {0}")]
    Owner(#[from] diesel::ConnectionError),
    /// The roles could not be made.
    #[error(transparent)]
    Bootstrap(#[from] BootstrapError),
    /// The migrations failed.
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    /// The database could not be searched and dropped.
    #[error("no runtime for the end of a test's database: {0}")]
    Runtime(#[source] io::Error),
    /// The task that starts the server was stopped.
    #[error("the start of the server was interrupted: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// Why there is no container with a server in it.
#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    /// The crate was built without the feature `container`.
    #[error(
        "tests were built without containers: add `--features aiia-keys-test-support/container`, or leave TEST_DATABASE_PROVIDER unset"
    )]
    NotBuilt,
    /// The program that removes the container after the run is not there.
    #[error(
        "the program `docker` cannot be run: {0}; install it, or leave TEST_DATABASE_PROVIDER unset"
    )]
    NoProgram(String),
    /// There is no engine, or it does not let us in.
    #[error("no Docker engine answers: {0}; start one, or leave TEST_DATABASE_PROVIDER unset")]
    NoEngine(String),
    /// The engine does not have the image.
    #[error(
        "the Docker engine has no image `{image}`: make one with `cargo xtask image postgres`, or pull one and name it in AIIA_KEYS_TEST_IMAGE"
    )]
    NoImage {
        /// The image's name.
        image: String,
    },
    /// The engine did not start it.
    #[error("the Docker engine did not start a container: {0}")]
    Start(String),
    /// The server in it ended, or took too long.
    #[error("the server in the container did not become ready; the end of its log:\n{0}")]
    NotReady(String),
}

impl TestDatabaseError {
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::File { path, cause }
    }
}

/// What the server said, in full: the driver's own text is only `db error`.
fn text(error: &tokio_postgres::Error) -> String {
    error
        .as_db_error()
        .map_or_else(|| format!("{error:?}"), ToString::to_string)
}
