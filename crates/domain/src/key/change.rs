//! The little that can change about a key: its label, how often it may be used, and its powers, which
//! only shrink.

use std::fmt;

use crate::{
    Caller, DelegationError, Key, KeyEvent, Label, Policy, RateLimit, ScopeSet, SourceAddresses,
    Timestamp, WidensSources,
    key::{Attempt, KeyData, Status, WrongStatus},
};

impl Key {
    /// Gives the key another label.
    ///
    /// # Errors
    /// When it is revoked. An expired key can still be renamed, to be found in lists.
    pub fn rename(self, label: Label, now: Timestamp) -> Result<(Self, KeyEvent), WrongStatus> {
        let from = self.status(now);
        if from == Status::Revoked {
            return Err(WrongStatus {
                from,
                attempt: Attempt::Rename,
            });
        }
        let event = KeyEvent::Renamed {
            from: self.data.label,
            to: label.clone(),
        };
        Ok((
            Self {
                data: KeyData { label, ..self.data },
            },
            event,
        ))
    }

    /// Takes scopes from the key: `fewer` is what it keeps.
    ///
    /// # Errors
    /// When the key is not active, `fewer` is empty, or it holds anything the key does not have.
    pub fn narrow_scopes(
        self,
        fewer: ScopeSet,
        now: Timestamp,
    ) -> Result<(Self, KeyEvent), NarrowError> {
        self.require_active(Attempt::Narrow, now)
            .map_err(NarrowError::WrongStatus)?;
        let scopes = self
            .data
            .scopes
            .narrow_to(fewer)
            .map_err(NarrowError::Scopes)?;
        let event = KeyEvent::ScopesNarrowed {
            from: self.data.scopes,
            to: scopes.clone(),
        };
        Ok((
            Self {
                data: KeyData {
                    scopes,
                    ..self.data
                },
            },
            event,
        ))
    }

    /// Takes addresses from where the key may be used: `fewer` is what it keeps.
    ///
    /// # Errors
    /// When the key is not active, or `fewer` holds an address that the key may not be used from.
    pub fn narrow_sources(
        self,
        fewer: SourceAddresses,
        now: Timestamp,
    ) -> Result<(Self, KeyEvent), NarrowError> {
        self.require_active(Attempt::Narrow, now)
            .map_err(NarrowError::WrongStatus)?;
        let sources = self
            .data
            .sources
            .narrow_to(fewer)
            .map_err(NarrowError::Sources)?;
        let event = KeyEvent::SourcesNarrowed {
            from: self.data.sources,
            to: sources.clone(),
        };
        Ok((
            Self {
                data: KeyData {
                    sources,
                    ..self.data
                },
            },
            event,
        ))
    }

    /// Sets how often the key may be used; without a limit of its own, the policy's is its limit.
    ///
    /// Unlike scopes it may become more: a limit spares the service and opens nothing, and whoever
    /// sets it could as well make a second key. But a `caller` that is a key hands out no more than
    /// it may use itself, and so never raises its own limit.
    ///
    /// # Errors
    /// When the key is not active, or could be used more often than the key that calls.
    pub fn limit_rate(
        self,
        to: Option<RateLimit>,
        policy: &Policy,
        caller: &Caller,
        now: Timestamp,
    ) -> Result<(Self, KeyEvent), LimitError> {
        self.require_active(Attempt::Limit, now)
            .map_err(LimitError::WrongStatus)?;
        if let Some(ceiling) = caller.rate_ceiling()
            && !RateLimit::fits(to.or(policy.rate_limit), Some(ceiling))
        {
            return Err(LimitError::BeyondCaller { ceiling });
        }
        let event = KeyEvent::RateLimitChanged {
            from: self.data.rate_limit,
            to,
        };
        Ok((
            Self {
                data: KeyData {
                    rate_limit: to,
                    ..self.data
                },
            },
            event,
        ))
    }

    fn require_active(&self, attempt: Attempt, now: Timestamp) -> Result<(), WrongStatus> {
        match self.status(now) {
            Status::Active => Ok(()),
            from => Err(WrongStatus { from, attempt }),
        }
    }
}

/// A key cannot be narrowed like that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NarrowError {
    /// It is expired or revoked.
    WrongStatus(WrongStatus),
    /// Its scopes would not become fewer.
    Scopes(DelegationError),
    /// Its addresses would not become fewer.
    Sources(WidensSources),
}

impl fmt::Display for NarrowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongStatus(error) => error.fmt(f),
            Self::Scopes(error) => write!(f, "scopes of the key: {error}"),
            Self::Sources(error) => write!(f, "allowed_cidrs: {error}"),
        }
    }
}

impl std::error::Error for NarrowError {}

/// A key cannot be given this rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitError {
    /// It is expired or revoked.
    WrongStatus(WrongStatus),
    /// It could be used more often than the key that calls.
    BeyondCaller {
        /// How often that may be used.
        ceiling: RateLimit,
    },
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongStatus(error) => error.fmt(f),
            Self::BeyondCaller { ceiling } => write!(
                f,
                "rate_limit: the key that calls may be used {ceiling} and cannot give more than that"
            ),
        }
    }
}

impl std::error::Error for LimitError {}
