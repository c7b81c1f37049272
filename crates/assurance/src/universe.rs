//! An organization's universe as a whole.

pub mod synchronize;
