//! A service with people and keys, and a browser to visit it with.

mod axe;
mod browser;
mod driver;
mod pictures;
mod world;

pub(crate) use browser::{Browser, DESKTOP, PHONE};
pub(crate) use world::{PASSWORD, World};
