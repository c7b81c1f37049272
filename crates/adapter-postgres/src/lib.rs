//! PostgreSQL behind AIIA Keys.
//!
//! [`embedded`] runs a private PostgreSQL server from the programs installed on the machine: the default when no database is configured, and the server of the tests.

mod assurance;
mod convert;
pub mod embedded;
mod error;
pub mod guard;
mod idempotency;
mod invitation;
mod key;
mod locator;
mod member;
pub mod migrate;
mod organization;
mod pool;
mod rate_limit;
pub mod revocation;
pub mod schema;
mod session;
mod setup;
mod statement;
mod store;
mod tables;
mod tls;
mod trail;
mod transaction;
mod unit_of_work;
mod usage;

pub use locator::PgKeyLocator;
pub use organization::PgOrganizationDirectory;
pub use pool::{
    ConnectError, Connector, DatabaseUrl, InvalidDatabaseUrl, PgPool, PoolOptions, PoolStatus,
};
pub use store::PgStore;
pub use tls::TlsError;
