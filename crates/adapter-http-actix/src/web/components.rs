//! The set of parts that every page is made of.

pub(crate) mod chart;
mod chip;
mod field;
mod icon;
mod notice;

pub(crate) use chip::{scopes, status};
pub(crate) use field::{Choice, Errors, Field, choice, error, radio, sentence};
pub(crate) use icon::Icon;
pub(crate) use notice::{Tone, notice};
