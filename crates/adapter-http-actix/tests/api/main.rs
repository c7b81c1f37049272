//! The API as a client meets it: the real application with the real use cases on a real database.

#![cfg(test)]

mod attempts;
mod bad_input;
mod evidence;
mod examples;
mod findings;
mod gateway;
mod idempotency;
mod keys;
mod logs;
mod members;
mod metrics;
mod operations;
mod organization;
mod own;
mod pages;
mod rate_limits;
mod replay;
mod serving;
mod session;
mod setup;
mod support;
mod sync;
mod trail;
mod universe;
mod verification;
