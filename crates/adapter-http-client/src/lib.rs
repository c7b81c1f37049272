//! Fetches from sources over HTTP, and only from where it may.
//!
//! A source is an address that a tenant named, so the service must not be made to fetch what only it
//! can reach: the metadata of its cloud, its own network, itself. What holds here:
//!
//! - The rule about addresses ([`SourceReach`](aiia_keys_assurance::SourceReach)) is asked about the
//!   addresses that are then connected to, within the connecting itself: a name server cannot give
//!   one answer to a check and another to the connection. Addresses that stand in a URL go by the
//!   same rule when the URL is made.
//! - Redirects are followed here and not by the library, at most three, each as a URL of its own.
//! - Credentials go to the origin that they are for, and to no other that it redirects to.
//! - No proxy of the environment is asked, no cookie is kept, and nothing is decompressed.
//! - Time and size have limits that hold however slowly the source sends, and whatever it announces.

mod fetch;
mod options;
mod resolver;
mod timer;

pub use fetch::HttpTreeSource;
pub use options::{ClientUnavailable, SourceOptions};
pub use timer::TokioTimer;
