//! The pure rules: what there is, and which changes are possible.

pub(crate) mod action_plan;
pub(crate) mod code;
pub(crate) mod date;
pub(crate) mod entity;
pub(crate) mod finding;
pub(crate) mod hierarchy;
pub(crate) mod id;
pub(crate) mod kind;
pub(crate) mod plan_status;
pub(crate) mod recommendation;
pub(crate) mod remediation_log;
pub(crate) mod severity;
pub(crate) mod synchronization;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod universe;
