//! Who is calling, and what they may do.

use aiia_keys_domain::{
    Action, Actor, Catalog, NonEmptyScopes, OrganizationId, Permission, RequestId, Resource,
    ResourceName, Role, Scope, ScopeSet,
};

const KEYS: ResourceName = ResourceName::from_static("keys").unwrap();
/// `admin:keys`: lets a key do what an administrator does.
static MANAGE_KEYS: Scope = Scope::new(Action::Admin, Resource::Named(KEYS));

/// Who is calling, in which organization, and what they may do there.
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
    /// A key's scopes.
    Key(NonEmptyScopes),
    /// Whoever runs the service, at its command line.
    Operator,
}

/// A caller may not do what they asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// The member's role does not allow it.
    #[error("your role does not allow this: an organization's {} can", at_least(*permission))]
    Role {
        /// What would be needed.
        permission: Permission,
    },
    /// The key's scopes do not cover it.
    #[error("the key needs the scope {needed}")]
    Scope {
        /// The scope that would do.
        needed: Scope,
    },
    /// No key can do this.
    #[error("this can be done by people only, not with a key")]
    PeopleOnly,
}

/// The least of the roles that may do it.
fn at_least(permission: Permission) -> Role {
    Role::ALL
        .into_iter()
        .rev()
        .find(|role| role.may(permission))
        .unwrap_or(Role::Owner)
}

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
            Authority::Key(scopes) => match key_scope(permission) {
                None => Err(Forbidden::PeopleOnly),
                Some(needed) if scopes.as_set().allows(&needed) => Ok(()),
                Some(needed) => Err(Forbidden::Scope { needed }),
            },
        }
    }

    /// The most that the caller may put into a key.
    pub fn ceiling(&self, catalog: &Catalog) -> ScopeSet {
        match &self.authority {
            Authority::Operator => ScopeSet::top(),
            Authority::Member(role) => role.ceiling(catalog),
            Authority::Key(scopes) => scopes.as_set().clone(),
        }
    }
}

/// The scope by which a key may do what people do by their role; members and policy are for people only.
fn key_scope(permission: Permission) -> Option<Scope> {
    match permission {
        Permission::ReadKeys
        | Permission::ManageKeys
        | Permission::ReadTrail
        | Permission::ReadPolicy => Some(MANAGE_KEYS.clone()),
        Permission::ManagePolicy | Permission::ReadMembers | Permission::ManageMembers => None,
    }
}

#[cfg(test)]
mod tests;
