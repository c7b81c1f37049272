//! Keeping an organization as its own systems tell it.

mod body;
pub(crate) mod organization;
mod view;
