//! Who is calling, and what they may do.

use std::fmt;

use crate::{
    Actor, Catalog, NonEmptyScopes, OrganizationId, Permission, RateLimit, RequestId, Role, Scope,
    ScopeSet,
};

/// Who is calling, in which organization, and what they may do there.
///
/// ```
/// use aiia_keys_domain::{
///     Actor, Authority, Caller, KeyId, NonEmptyScopes, OrganizationId, Permission,
/// };
///
/// let caller = Caller {
///     actor: Actor::Key("01890a5d-ac96-774b-bcce-b302099a8057".parse()?),
///     organization: "01890a5d-ac96-774b-bcce-b302099a8058".parse()?,
///     authority: Authority::Key {
///         scopes: NonEmptyScopes::new("read:findings".parse()?)?,
///         rate_limit: None,
///     },
///     request: None,
/// };
/// assert!(caller.require(Permission::ReadFindings).is_ok());
/// let refused = caller.require(Permission::WriteFindings).unwrap_err();
/// assert_eq!(refused.to_string(), "the key needs the scope write:findings");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who, for the audit trail.
    pub actor: Actor,
    /// The only organization that this call can reach.
    pub organization: OrganizationId,
    /// What they may do.
    pub authority: Authority,
    /// The request that they came with, for the audit trail.
    pub request: Option<RequestId>,
}

/// Where a caller's permissions come from.
#[derive(Clone, Debug)]
pub enum Authority {
    /// A member's role.
    Member(Role),
    /// A key.
    Key {
        /// What it may do.
        scopes: NonEmptyScopes,
        /// How often it may be used, by its own limit or its organization's.
        rate_limit: Option<RateLimit>,
    },
    /// Whoever runs the service, at its command line.
    Operator,
}

/// A caller may not do what they asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forbidden {
    /// The member's role does not allow it.
    Role {
        /// What would be needed.
        permission: Permission,
    },
    /// The key's scopes do not cover it.
    Scope {
        /// The scope that would do.
        needed: &'static Scope,
    },
    /// No key can do this.
    PeopleOnly,
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role { permission } => write!(
                f,
                "your role does not allow this: an organization's {} can",
                permission.least_role()
            ),
            Self::Scope { needed } => write!(f, "the key needs the scope {needed}"),
            Self::PeopleOnly => f.write_str("this can be done by people only, not with a key"),
        }
    }
}

impl std::error::Error for Forbidden {}

impl Caller {
    /// Whoever runs the service, in one organization.
    pub const fn operator(organization: OrganizationId) -> Self {
        Self {
            actor: Actor::Operator,
            organization,
            authority: Authority::Operator,
            request: None,
        }
    }

    /// Lets the caller go on if they may.
    ///
    /// # Errors
    /// When they may not: says what would be needed.
    pub fn require(&self, permission: Permission) -> Result<(), Forbidden> {
        match &self.authority {
            Authority::Operator => Ok(()),
            Authority::Member(role) if role.may(permission) => Ok(()),
            Authority::Member(_) => Err(Forbidden::Role { permission }),
            Authority::Key { scopes, .. } => match permission.scope() {
                None => Err(Forbidden::PeopleOnly),
                Some(needed) if scopes.as_set().allows(needed) => Ok(()),
                Some(needed) => Err(Forbidden::Scope { needed }),
            },
        }
    }

    /// The most that the caller may put into a key.
    pub fn ceiling(&self, catalog: &Catalog) -> ScopeSet {
        match &self.authority {
            Authority::Operator => ScopeSet::top(),
            Authority::Member(role) => role.ceiling(catalog),
            Authority::Key { scopes, .. } => scopes.as_set().clone(),
        }
    }

    /// The most often that a key may be used which the caller hands out: as often as itself, when it
    /// is a key. Without, there is no ceiling.
    pub const fn rate_ceiling(&self) -> Option<RateLimit> {
        match &self.authority {
            Authority::Operator | Authority::Member(_) => None,
            Authority::Key { rate_limit, .. } => *rate_limit,
        }
    }
}

#[cfg(test)]
mod tests;
