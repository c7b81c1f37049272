//! Fetching from a real server on this machine.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod credentials;
mod limits;
mod redirects;
mod server;
