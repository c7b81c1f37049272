//! The product as it is run in earnest: processes of its program on a database server of its own.

mod manager;
mod node;
mod postgres;
mod program;

pub(crate) use manager::Manager;
pub(crate) use node::{Node, Start};
pub(crate) use postgres::Postgres;
pub(crate) use program::{Cli, Stack};
