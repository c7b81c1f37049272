//! How often keys may be used: what each has left.

mod meter;

use aiia_keys_domain::{Left, RateLimit};

pub use meter::RateMeter;

/// What a key has left that may be used only so often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metered {
    /// How often it may be used, on all nodes together.
    pub limit: RateLimit,
    /// What it has left on this one.
    pub left: Left,
}
