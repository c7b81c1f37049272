//! Who is calling, and what they may do here.

use aiia_keys_domain::{
    Action, Actor, NonEmptyScopes, OrganizationId, Resource, ResourceName, Role, Scope,
};

const UNIVERSE: ResourceName = ResourceName::from_static("universe").unwrap();
const FINDINGS: ResourceName = ResourceName::from_static("findings").unwrap();
static READ_UNIVERSE: Scope = Scope::new(Action::Read, Resource::Named(UNIVERSE));
static READ_FINDINGS: Scope = Scope::new(Action::Read, Resource::Named(FINDINGS));
static WRITE_FINDINGS: Scope = Scope::new(Action::Write, Resource::Named(FINDINGS));

/// Who is calling, in which organization, and what they may do there.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who, for what keeps its author.
    pub actor: Actor,
    /// The only organization that this call can reach.
    pub organization: OrganizationId,
    /// What they may do.
    pub authority: Authority,
}

/// Where a caller's permissions come from.
#[derive(Clone, Debug)]
pub enum Authority {
    /// A member's role: every member reads everything here, and an owner writes as well.
    Member(Role),
    /// A key's scopes.
    Key(NonEmptyScopes),
    /// Whoever runs the service, at its command line.
    Operator,
}

/// What can be done here, each by one scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// See entities and their hierarchy: `read:universe`.
    ReadUniverse,
    /// See findings, recommendations, action plans and their logs: `read:findings`.
    ReadFindings,
    /// Write findings, recommendations and action plans, and move them on: `write:findings`.
    WriteFindings,
}

impl Access {
    /// Everything that can be done.
    pub const ALL: [Self; 3] = [Self::ReadUniverse, Self::ReadFindings, Self::WriteFindings];

    /// The scope that a key needs for it.
    pub fn scope(self) -> &'static Scope {
        match self {
            Self::ReadUniverse => &READ_UNIVERSE,
            Self::ReadFindings => &READ_FINDINGS,
            Self::WriteFindings => &WRITE_FINDINGS,
        }
    }
}

/// A caller may not do what they asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// The member's role does not allow it.
    #[error("your role does not allow this: an organization's owner can")]
    Role,
    /// The key's scopes do not cover it.
    #[error("the key needs the scope {needed}")]
    Scope {
        /// The scope that would do.
        needed: Scope,
    },
}

impl Caller {
    /// Lets the caller go on if they may.
    ///
    /// # Errors
    /// When they may not: says what would be needed.
    pub fn require(&self, access: Access) -> Result<(), Forbidden> {
        match &self.authority {
            Authority::Operator | Authority::Member(Role::Owner) => Ok(()),
            Authority::Member(_) if access != Access::WriteFindings => Ok(()),
            Authority::Member(_) => Err(Forbidden::Role),
            Authority::Key(scopes) if scopes.as_set().allows(access.scope()) => Ok(()),
            Authority::Key(_) => Err(Forbidden::Scope {
                needed: access.scope().clone(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{member, program};

    fn allowed(caller: &Caller) -> [bool; 3] {
        Access::ALL.map(|access| caller.require(access).is_ok())
    }

    #[test]
    fn a_key_may_what_its_scopes_cover_and_nothing_else() {
        for (scopes, expected) in [
            ("read:universe", [true, false, false]),
            ("read:findings", [false, true, false]),
            ("write:findings", [false, false, true]),
            ("read:*", [true, true, false]),
            ("write:*", [false, false, true]),
            ("admin:findings", [false, true, true]),
            ("admin:*", [true, true, true]),
            (
                "admin:keys admin:sync write:evidence",
                [false, false, false],
            ),
        ] {
            assert_eq!(allowed(&program(scopes)), expected, "{scopes}");
        }
        let refused = program("read:universe").require(Access::WriteFindings);
        assert_eq!(
            refused.unwrap_err().to_string(),
            "the key needs the scope write:findings"
        );
    }

    #[test]
    fn every_member_reads_and_an_owner_writes() {
        assert_eq!(allowed(&member(Role::Owner)), [true, true, true]);
        assert_eq!(allowed(&member(Role::Administrator)), [true, true, false]);
        assert_eq!(allowed(&member(Role::Auditor)), [true, true, false]);
    }
}
