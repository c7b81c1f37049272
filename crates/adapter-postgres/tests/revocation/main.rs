//! Leases, the journal and the barrier on the real database.

#![cfg(test)]

mod barrier;
mod lease;
mod membership;
mod outage;
#[path = "../store/proxy.rs"]
mod proxy;
mod standby;
mod support;
