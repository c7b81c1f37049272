//! A tenant's audit universe and findings.

mod action_plan;
mod behind;
mod date;
mod entity;
mod finding;
mod recommendation;
mod store;
mod tables;
