//! What an organization allows its keys.

use std::fmt;

use crate::{Days, RateLimit, ScopeSet, SourceAddresses};

/// The rules that an organization sets for its keys.
///
/// A change binds keys that are made from then on; it takes nothing from keys that exist. The rate
/// limit is another matter: it is that of every key that has none of its own, at any time.
///
/// ```
/// use aiia_keys_domain::{Days, Policy, RotationPeriod};
///
/// let strict = Policy { maximum_lifetime: Days::new(30)?, ..Policy::default() };
/// assert_eq!(strict.rotation_period.days().get(), 90);
/// assert!(RotationPeriod::new(Days::new(91)?).is_err(), "90 days is the longest");
/// # Ok::<(), aiia_keys_domain::InvalidDays>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// How long a key may live, from when it is made. 366 days unless set.
    pub maximum_lifetime: Days,
    /// How long after it was made a key is due for rotation.
    pub rotation_period: RotationPeriod,
    /// The scopes that keys may be given at all. Everything unless set.
    pub grantable: ScopeSet,
    /// How many active keys there may be at once. 1000 unless set.
    pub maximum_active_keys: u32,
    /// Whether a key must name the addresses that it is used from.
    pub sources_required: bool,
    /// How often a key may be used that has no limit of its own. As often as it likes unless set.
    pub rate_limit: Option<RateLimit>,
}

impl Policy {
    /// Whether a key that may be used from `sources` is acceptable.
    pub(crate) fn accepts(&self, sources: &SourceAddresses) -> bool {
        !self.sources_required || !matches!(sources, SourceAddresses::Anywhere)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            maximum_lifetime: Days::constant(366),
            rotation_period: RotationPeriod::LONGEST,
            grantable: ScopeSet::top(),
            maximum_active_keys: 1000,
            sources_required: false,
            rate_limit: None,
        }
    }
}

/// How long after it was made a key is due for rotation: 90 days unless the organization shortens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RotationPeriod(Days);

impl RotationPeriod {
    /// 90 days.
    pub const LONGEST: Self = Self(Days::constant(90));

    /// A period of this many days.
    ///
    /// # Errors
    /// When it is longer than [`RotationPeriod::LONGEST`].
    pub fn new(days: Days) -> Result<Self, RotationPeriodTooLong> {
        if days <= Self::LONGEST.0 {
            Ok(Self(days))
        } else {
            Err(RotationPeriodTooLong)
        }
    }

    /// The number of days.
    pub const fn days(self) -> Days {
        self.0
    }
}

impl fmt::Display for RotationPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A rotation period is longer than 90 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RotationPeriodTooLong;

impl fmt::Display for RotationPeriodTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "rotation period is too long: at most {} are allowed",
            RotationPeriod::LONGEST
        )
    }
}

impl std::error::Error for RotationPeriodTooLong {}
