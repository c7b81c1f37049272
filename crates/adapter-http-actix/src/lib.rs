//! The HTTP API of AIIA Keys: routes, extractors, JSON types, problem documents and their description.
//!
//! ```text
//! edge (request id, limits, panics, problem documents, headers)
//!   → Call<Permission, Input, Query> (who is calling, and may they)
//!     → a JSON type, `try_into` a command → one use case → a view
//! ```
//!
//! What gateways ask with every request, `GET /auth`, is granted ahead of all that where memory is enough
//! to grant it: see `fast_path.rs`.
//!
//! | to | begin with |
//! |---|---|
//! | run the service | [`serve`], [`ServeOptions`] |
//! | put the API into an application of one's own | [`application`] |
//! | say how it is set up | [`State`], [`Options`], [`Part`] |
//! | read the API's description | [`openapi_json`] |
//!
//! # What must not change
//!
//! - One route is one use case. No rule about keys is written here, and no SQL.
//! - The permission stands in the handler's signature, as the first parameter of `Call`, and is
//!   checked before anything else of the request is read.
//! - Every failure is a problem document; its code is in one table, `problem/code.rs`.
//! - Text that is meant for the log never reaches a client, and a key never reaches the log.
//!
//! # How to add an operation
//!
//! 1. Write the use case in `aiia-keys-usecases`.
//! 2. Make `routes/<noun>/<verb>.rs`: the JSON types, the handler, its `#[utoipa::path]`.
//! 3. Put it on its address in `routes.rs`, into the table in `operations.rs`, and into the list in
//!    `openapi.rs`. Tests compare the three, and replay every operation with callers who may not.
//! 4. Run the tests with `UPDATE_OPENAPI=1`, which rewrites `docs/openapi.json`.

mod accept;
mod application;
mod attempts;
mod body;
mod call;
mod credentials;
mod cursor;
mod edge;
mod etag;
mod examples;
mod fast_path;
mod idempotency;
mod instant;
mod json;
mod metrics;
mod openapi;
mod operations;
mod page;
mod path;
mod permission;
mod problem;
mod query;
mod rate_fields;
mod request_id;
mod routes;
mod same_origin;
mod security_contact;
mod server;
mod session;
mod setup;
mod source;
mod state;
#[cfg(test)]
mod testing;
mod text;
mod upload;
mod web;

pub use application::application;
pub use attempts::AttemptLimits;
pub use metrics::{Family, Kind, Metrics, Reading, Readings, serve_metrics};
pub use openapi::json as openapi_json;
pub use security_contact::{InvalidSecurityContact, SecurityContact};
pub use server::{ServeOptions, serve};
pub use state::{Options, Part, State};
