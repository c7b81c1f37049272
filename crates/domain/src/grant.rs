//! What a verified key lets its bearer do.

use std::{fmt, net::IpAddr, time::Duration};

use crate::{
    DenialReason, Key, KeyId, KeyState, NonEmptyScopes, Organization, OrganizationId, RateLimit,
    Scope, SourceAddresses, Timestamp,
};

/// What verification needs to know about a key, and nothing else: small enough to be kept by the million.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The key.
    pub key: KeyId,
    /// The organization whose rows are all that the key can reach.
    pub organization: OrganizationId,
    /// What the key may do.
    pub scopes: NonEmptyScopes,
    /// Where it may be used from.
    pub sources: SourceAddresses,
    /// How often it may be used, by its own limit or its organization's.
    pub rate_limit: Option<RateLimit>,
    /// It is valid up to, not including, this instant.
    pub expires_at: Timestamp,
    /// Whether it, or its organization, was stopped.
    pub standing: Standing,
}

/// Whether a key is accepted, apart from time, address and scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing stands against it.
    Good,
    /// The key was revoked.
    KeyRevoked,
    /// The organization is suspended.
    OrganizationSuspended,
}

impl Grant {
    /// The grant of a key of this organization.
    pub fn of(key: &Key, organization: &Organization) -> Self {
        let data = key.data();
        let standing = match data.state {
            KeyState::Revoked(_) => Standing::KeyRevoked,
            _ if organization.is_suspended() => Standing::OrganizationSuspended,
            _ => Standing::Good,
        };
        Self {
            key: data.id,
            organization: data.organization,
            scopes: data.scopes.clone(),
            sources: data.sources.clone(),
            rate_limit: data.rate_limit.or(organization.policy().rate_limit),
            expires_at: data.expires_at,
            standing,
        }
    }

    /// Whether the key is accepted at `now` from `source`, whatever it then asks for.
    ///
    /// # Errors
    /// The first reason against it, permanent ones before passing ones.
    pub fn check(&self, source: Option<IpAddr>, now: Timestamp) -> Result<(), Denial> {
        match self.standing {
            Standing::KeyRevoked => Err(Denial::Revoked),
            _ if now >= self.expires_at => Err(Denial::Expired {
                at: self.expires_at,
            }),
            Standing::OrganizationSuspended => Err(Denial::OrganizationSuspended),
            Standing::Good if !self.sources.allows(source) => Err(Denial::SourceNotAllowed),
            Standing::Good => Ok(()),
        }
    }

    /// Whether the key is accepted and its scopes cover what is asked for.
    ///
    /// # Errors
    /// The first reason against it; a missing scope comes last.
    pub fn authorize(
        &self,
        needed: &Scope,
        source: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), Denial> {
        self.check(source, now)?;
        self.covers(Some(needed))
    }

    /// Whether its scopes cover what is asked for, if that needs one.
    ///
    /// # Errors
    /// When they do not.
    pub fn covers(&self, needed: Option<&Scope>) -> Result<(), Denial> {
        match needed {
            Some(needed) if !self.scopes.as_set().allows(needed) => {
                Err(Denial::InsufficientScope {
                    needed: needed.clone(),
                })
            }
            _ => Ok(()),
        }
    }

    /// Whether the key is accepted and, where a scope is needed, its scopes cover it.
    ///
    /// # Errors
    /// The first reason against it; a missing scope comes last.
    pub fn admit(
        &self,
        needed: Option<&Scope>,
        source: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), Denial> {
        self.check(source, now)?;
        self.covers(needed)
    }
}

/// A key that exists is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denial {
    /// It was revoked.
    Revoked,
    /// Its time is over.
    Expired {
        /// Since when.
        at: Timestamp,
    },
    /// Its organization is suspended.
    OrganizationSuspended,
    /// It may not be used from the address that it came from.
    SourceNotAllowed,
    /// It may not do what was asked for.
    InsufficientScope {
        /// The scope that would do.
        needed: Scope,
    },
    /// It was used more often than it may be.
    RateLimited {
        /// How often it may be used.
        limit: RateLimit,
        /// How long until it may be used again.
        wait: Duration,
    },
}

impl Denial {
    /// A stable name, for logs, counts and interfaces.
    pub const fn code(&self) -> &'static str {
        DenialReason::of(self).as_str()
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Revoked => f.write_str("the key was revoked: use another one"),
            Self::Expired { at } => write!(f, "the key expired on {at}: generate a new one"),
            Self::OrganizationSuspended => f.write_str("the key's organization is suspended"),
            Self::SourceNotAllowed => {
                f.write_str("the key may not be used from the address that the request came from")
            }
            Self::InsufficientScope { needed } => write!(f, "the key needs the scope {needed}"),
            Self::RateLimited { limit, wait } => write!(
                f,
                "the key may be used {limit}: try again in {} s",
                wait.as_millis().div_ceil(1000)
            ),
        }
    }
}

impl std::error::Error for Denial {}

#[cfg(test)]
mod tests;
