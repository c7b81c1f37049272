//! Pictures made on the server, each with the same in words.

mod columns;
mod lifetime;

pub(crate) use columns::columns;
pub(crate) use lifetime::{Lifetime, lifetime};
