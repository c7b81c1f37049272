//! The pages as a person meets them: a real browser, the real application, a real database.
//!
//! Chromium and its driver must be on the machine, and the accessibility checker in `target/axe`:
//! `cargo xtask ci --only tests` brings both. `UPDATE_SCREENSHOTS=1` rewrites `docs/screenshots`.

#![cfg(test)]

mod barriers;
mod change;
mod keyboard;
mod keys;
mod looks;
mod members;
mod security;
mod sessions;
mod setup;
mod sorting;
mod support;
mod trail_and_policy;
mod unscripted;
mod usage;
