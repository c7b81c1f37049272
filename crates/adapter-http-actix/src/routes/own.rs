//! The key that is presented, for whoever holds it.

pub(crate) mod find;
pub(crate) mod revoke;
