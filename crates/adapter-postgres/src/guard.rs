//! Looks at the database before the service begins, and refuses one that cannot keep tenants apart.
//!
//! [`inspect`] asks the database's own catalogue, over a connection of the service's role, and
//! gives a [`Report`] that can be printed; [`Report::enforce`] decides whether to go on.
//!
//! ```no_run
//! # async fn start(mut client: tokio_postgres::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use aiia_keys_postgres::guard::{Mode, Rules, inspect};
//!
//! let report = inspect(&mut client).await?;
//! report.enforce(Rules { mode: Mode::Production, accept_leaky_minor: false })?;
//! # Ok(())
//! # }
//! ```
//!
//! What it looks at is what the wall between tenants stands on; that nothing else was forgotten
//! in the schema (columns, grants, indexes) is for a test of the migrations, not for every start.

mod finding;
mod inspect;
mod release;
mod report;
mod schema;
mod wall;

pub use finding::{Finding, Severity};
pub use inspect::{InspectError, inspect};
pub use report::{Mode, Refused, Report, Rules};
