//! Setting an empty system up.

pub(crate) mod complete;
