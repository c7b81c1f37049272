//! The ports on PostgreSQL, as the service's role, on a real server.

#![cfg(test)]

mod concurrency;
mod disk;
mod fault;
mod idempotency;
mod invitation;
mod isolation;
mod key;
mod key_list;
mod key_order;
mod locator;
mod member;
mod organization;
mod pool;
mod proxy;
mod restart;
mod session;
mod setup;
mod support;
mod tls;
mod trail;
mod unfinished;
mod usage;
