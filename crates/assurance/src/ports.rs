//! What the use cases need from storage.

pub(crate) mod action_plan;
pub(crate) mod entity;
pub(crate) mod finding;
pub(crate) mod recommendation;
pub(crate) mod store;
