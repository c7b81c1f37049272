//! What the use cases need from storage, and from sources.

pub(crate) mod action_plan;
pub(crate) mod connector;
pub(crate) mod entity;
pub(crate) mod evidence;
pub(crate) mod finding;
pub(crate) mod recommendation;
pub(crate) mod store;
pub(crate) mod test_procedure;
