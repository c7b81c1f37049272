//! Signing in and out.

pub(crate) mod find;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod view;
