//! The protocol in a simulated world: the code of this crate, with a database, clocks and messages
//! that do what a schedule says.
//!
//! A schedule is drawn from a seed, so one that fails can be run again: `cargo xtask simulate --seed N`.
//! The same world is explored exhaustively, within bounds, by the tests.
//! What is wrong on purpose ([`Fault`]) is in the world around this crate's code, never in it.

mod database;
mod fault;
#[cfg(test)]
mod model;
mod node;
mod revoker;
mod schedule;
#[cfg(test)]
mod tests;
mod world;

pub use fault::Fault;
pub use schedule::{Counts, Violation, run, trace};
#[cfg(test)]
pub(crate) use world::{digest as sample_digest, grant as sample_grant};
