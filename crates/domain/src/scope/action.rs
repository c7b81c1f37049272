//! What a scope lets its holder do.

use std::fmt;

/// What may be done to a resource.
///
/// The order of `Ord` is for sorting only. What an action permits is compared by [`Action::covers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// See it.
    Read,
    /// Add to it or change it, without seeing more than the answer to that.
    Write,
    /// Everything: it covers `read` and `write`, and what only an administrator may do.
    Admin,
}

impl Action {
    /// All three, in the order in which scopes are sorted.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Admin];

    /// `read`, `write` or `admin`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Admin => "admin",
        }
    }

    /// Whether this action permits all that `other` permits.
    ///
    /// ```
    /// use aiia_keys_domain::Action;
    ///
    /// assert!(Action::Admin.covers(Action::Read));
    /// assert!(!Action::Write.covers(Action::Read));
    /// ```
    #[inline]
    pub const fn covers(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Admin, _) | (Self::Read, Self::Read) | (Self::Write, Self::Write)
        )
    }

    /// The greatest action that both cover; `None` for `read` and `write`.
    pub const fn meet(self, other: Self) -> Option<Self> {
        if self.covers(other) {
            Some(other)
        } else if other.covers(self) {
            Some(self)
        } else {
            None
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
