//! Prepares a database: first the roles, as an administrator, then the schema, as its owner.
//!
//! ```no_run
//! use aiia_keys_postgres::migrate::{Passwords, bootstrap, run};
//! use diesel_async::{AsyncConnection as _, AsyncPgConnection};
//! use tokio_postgres::NoTls;
//!
//! # async fn prepare() -> Result<(), Box<dyn std::error::Error>> {
//! let (mut admin, connection) = tokio_postgres::connect("postgresql:///keys?user=postgres", NoTls).await?;
//! tokio::spawn(connection);
//! bootstrap(&mut admin, &Passwords::default()).await?;
//!
//! let owner = AsyncPgConnection::establish("postgresql:///keys?user=aiia_owner").await?;
//! for migration in run(owner).await? {
//!     println!("applied {migration}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Both can be repeated, and done by several nodes at once: what is done already is left alone.
//! There is no way back: a migration that was wrong is mended by the next one.
//!
//! # Roles
//!
//! | role | may |
//! |---|---|
//! | `aiia_owner` | make and own schemas in this database |
//! | `aiia_app` | connect, and what the migrations grant it table by table |
//! | `aiia_locator` | own the one function that reads across tenants; it cannot log in |
//!
//! Roles belong to the whole cluster and schemas to one database: a second database in the same
//! cluster shares the roles and their passwords.

mod bootstrap;
mod password;
mod run;
mod versions;

pub use bootstrap::{BootstrapError, bootstrap};
pub use password::{Password, Passwords};
pub use run::{MigrateError, run};
pub(crate) use versions::known_versions;
