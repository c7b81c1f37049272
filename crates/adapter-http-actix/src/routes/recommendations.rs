//! What auditors recommend on a finding.

pub(crate) mod add;
pub(crate) mod view;
