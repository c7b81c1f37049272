//! Pictures made on the server, each with the same in words.

mod lifetime;

pub(crate) use lifetime::{Lifetime, lifetime};
