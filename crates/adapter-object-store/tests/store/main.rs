//! The store of evidence against a real folder.

#![cfg(test)]

mod local;
mod same;
