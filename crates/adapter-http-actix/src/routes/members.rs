//! An organization's people.

pub(crate) mod sign_out;
