//! The findings of the demonstration.

mod business;
mod technology;

use crate::Severity;

/// A finding, in days before now.
pub(super) struct FindingSeed {
    pub(super) entity: &'static str,
    pub(super) title: &'static str,
    pub(super) description: &'static str,
    pub(super) severity: Severity,
    pub(super) days_ago: u32,
    pub(super) issued: bool,
    pub(super) closed: bool,
    pub(super) recommendations: &'static [&'static str],
    pub(super) plans: &'static [PlanSeed],
}

/// An action plan, due so many days after it was added.
pub(super) struct PlanSeed {
    pub(super) description: &'static str,
    pub(super) owner: &'static str,
    pub(super) due_in_days: i32,
    pub(super) steps: &'static [Step],
}

pub(super) enum Step {
    On,
    OnWith(&'static str),
    Back(&'static str),
}

pub(super) const FINDINGS: [&[FindingSeed]; 2] = [business::FINDINGS, technology::FINDINGS];
