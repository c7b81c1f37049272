//! What the system does: one file per use case, with its command, its error and its function.
//!
//! Every function here takes the context first: `revoke(env, caller, command)`.
//! It asks whether the caller may, reads the clock once, begins a unit of work in the caller's
//! organization, lets the domain decide, stores what the domain computed together with its trail
//! entry, and commits.
//!
//! # What must not change
//!
//! - Nothing here knows SQL, HTTP or a status code.
//! - A use case works in the caller's organization; the organization never comes from a command.
//! - What belongs to another organization is not found, whoever asks.
//! - A change and its trail entry are committed together or not at all.
//! - A key string leaves through the one value that its caller is given, and nowhere else.

mod env;
pub mod introspect;
pub mod key;
pub mod member;
pub mod once;
pub mod organization;
pub mod rate;
pub mod scope;
mod secret;
pub mod session;
pub mod setup;
pub mod trail;
pub mod usage;
pub mod verify;

#[cfg(test)]
mod testing;

pub use env::{Env, Verification};
