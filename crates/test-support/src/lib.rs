//! Databases for tests: each test has one of its own, from a server that the test run shares.
//!
//! ```no_run
//! use aiia_keys_test_support::{Role, TestDatabase};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let database = TestDatabase::create().await?;
//! // What the service is configured with:
//! let url = database.url(Role::App);
//! // By hand, as the service's role:
//! let client = database.connect(Role::App).await?;
//! client.batch_execute("SELECT * FROM organization").await?;
//! // Dropped with `database`.
//! # Ok(())
//! # }
//! ```
//!
//! | | |
//! |---|---|
//! | [`TestDatabase::create`] | a database with all migrations, copied from a template |
//! | [`TestDatabase::create_empty`] | one that nothing was done to, to try migrations |
//! | [`TestDatabase::url`], [`TestDatabase::config`], [`TestDatabase::connect`] | the way in, as [`Role::App`] (the service), [`Role::Owner`] (migrations) or [`Role::Admin`] (all rights) |
//! | [`TestDatabase::create_role`] | one more role, for tests that need one with other rights |
//!
//! Connections have `search_path` set to our schema.
//! Roles belong to the server and are shared by all tests: a test that changes a role makes its own.
//!
//! What a test leaves is searched for what it was issued, and a secret that is found fails it: see
//! [`secrets`].
//!
//! # Where the server comes from
//!
//! 1. `TEST_DATABASE_URL`: the URL of a superuser on a PostgreSQL server kept for tests.
//!    If it has a password, the roles `aiia_owner` and `aiia_app` are given the same one.
//!    A template `aiia_keys_template_…` stays there and is used again until the migrations change.
//! 2. `TEST_DATABASE_PROVIDER=container`, with the feature `container`: the first test of a run starts
//!    a container, where a Docker engine answers, and the others use it too.
//!    `cargo xtask image postgres` makes its image from Debian's packages, without a registry;
//!    `AIIA_KEYS_TEST_IMAGE` names another one that the engine has, such as an official `postgres:15`.
//! 3. Otherwise PostgreSQL's programs on this machine: the first test of a run starts a server
//!    without durability in the temporary folder, and the others use it too, whatever process
//!    they are in.
//!
//! # When that server ends
//!
//! A test runner may give every test a process of its own, so no test can own the server.
//! It belongs to the runner: a shell waits until the runner's process (`cargo`, `cargo-nextest`)
//! is gone, however it ended, then ends the server or its container and removes its folder, a second
//! later at most.
//! A test that was started by neither has a server of its own in the same way.
//! Should that shell be killed too, the next run ends what is left.

mod database;
mod error;
mod provider;
mod role;
pub mod secrets;
mod server;
mod template;

pub use database::TestDatabase;
pub use error::{ContainerError, TestDatabaseError};
pub use role::Role;
