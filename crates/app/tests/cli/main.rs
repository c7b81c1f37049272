//! The real binary, at its command line.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod administrator;
mod cluster;
mod config;
mod connectors;
mod desk;
mod dev;
mod doctor;
mod evidence;
mod gateway;
mod lists;
mod main_job;
mod metrics;
mod migrate;
mod node;
mod outage;
mod people;
mod program;
mod secrets;
mod service;
mod setup;
mod shutdown;
mod sync;
mod usage;
