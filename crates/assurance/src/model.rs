//! The pure rules: what there is, and which changes are possible.

pub(crate) mod action_plan;
pub(crate) mod code;
pub(crate) mod connector;
pub(crate) mod date;
pub(crate) mod digest;
pub(crate) mod entity;
pub(crate) mod evidence;
pub(crate) mod file_name;
pub(crate) mod finding;
pub(crate) mod hierarchy;
pub(crate) mod id;
pub(crate) mod kind;
pub(crate) mod media_type;
pub(crate) mod plan_status;
pub(crate) mod recommendation;
pub(crate) mod remediation_log;
pub(crate) mod severity;
pub(crate) mod signature;
pub(crate) mod synchronization;
pub(crate) mod test_procedure;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod universe;
