//! People who manage an organization's keys.

mod email;
mod event;
mod invitation;
mod password;
mod role;

use std::fmt;

pub use email::{EmailAddress, InvalidEmailAddress};
pub use event::MemberEvent;
pub use invitation::{Invitation, InvitationDigest, InvitationOver, InvitationToken};
pub use password::{InvalidPassword, Password};
pub use role::{Role, UnknownRole};

use crate::{MemberId, MemberName, OrganizationId, Timestamp};

/// A person in one organization, with one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    id: MemberId,
    organization: OrganizationId,
    email: EmailAddress,
    name: MemberName,
    role: Role,
    created_at: Timestamp,
    state: MemberState,
}

/// Whether a member still belongs to the organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberState {
    /// Does, and may sign in.
    Active,
    /// Was removed; kept, so that the trail's entries still name someone.
    Removed {
        /// When.
        at: Timestamp,
    },
}

/// What a new member is made of.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// Names the member.
    pub id: MemberId,
    /// The organization the member joins.
    pub organization: OrganizationId,
    /// Where the member is reached, and what they sign in with.
    pub email: EmailAddress,
    /// What people call them.
    pub name: MemberName,
    /// What they may do.
    pub role: Role,
}

impl Member {
    /// Adds a member.
    pub fn join(new: NewMember, now: Timestamp) -> (Self, MemberEvent) {
        let event = MemberEvent::Joined {
            email: new.email.clone(),
            role: new.role,
        };
        (Self::from_stored(new, now, MemberState::Active), event)
    }

    /// Puts a stored member together again.
    pub fn from_stored(new: NewMember, created_at: Timestamp, state: MemberState) -> Self {
        let NewMember {
            id,
            organization,
            email,
            name,
            role,
        } = new;
        Self {
            id,
            organization,
            email,
            name,
            role,
            created_at,
            state,
        }
    }

    /// Gives the member another role.
    ///
    /// `other_owners` is how many other active owners the organization has.
    ///
    /// # Errors
    /// When the member was removed, or is the last owner and would no longer be one.
    pub fn change_role(
        self,
        role: Role,
        other_owners: usize,
    ) -> Result<(Self, MemberEvent), MemberError> {
        self.require_active()?;
        if role != Role::Owner {
            self.require_not_last_owner(other_owners)?;
        }
        let event = MemberEvent::RoleChanged {
            from: self.role,
            to: role,
        };
        Ok((Self { role, ..self }, event))
    }

    /// Removes the member; their keys stay, their sessions must be ended with it.
    ///
    /// `other_owners` is how many other active owners the organization has.
    ///
    /// # Errors
    /// When the member was removed already, or is the last owner.
    pub fn remove(
        self,
        other_owners: usize,
        now: Timestamp,
    ) -> Result<(Self, MemberEvent), MemberError> {
        self.require_active()?;
        self.require_not_last_owner(other_owners)?;
        Ok((
            Self {
                state: MemberState::Removed { at: now },
                ..self
            },
            MemberEvent::Removed,
        ))
    }

    fn require_active(&self) -> Result<(), MemberError> {
        match self.state {
            MemberState::Active => Ok(()),
            MemberState::Removed { at } => Err(MemberError::Removed { at }),
        }
    }

    fn require_not_last_owner(&self, other_owners: usize) -> Result<(), MemberError> {
        if self.role == Role::Owner && other_owners == 0 {
            Err(MemberError::LastOwner)
        } else {
            Ok(())
        }
    }

    /// Names the member.
    pub const fn id(&self) -> MemberId {
        self.id
    }

    /// The organization they belong to.
    pub const fn organization(&self) -> OrganizationId {
        self.organization
    }

    /// Where they are reached, and what they sign in with.
    pub const fn email(&self) -> &EmailAddress {
        &self.email
    }

    /// What people call them.
    pub const fn name(&self) -> &MemberName {
        &self.name
    }

    /// What they may do.
    pub const fn role(&self) -> Role {
        self.role
    }

    /// When they joined.
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Whether they still belong to the organization.
    pub const fn state(&self) -> MemberState {
        self.state
    }
}

/// A member cannot be changed like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberError {
    /// An organization keeps at least one owner.
    LastOwner,
    /// The member was removed.
    Removed {
        /// When.
        at: Timestamp,
    },
}

impl fmt::Display for MemberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LastOwner => f.write_str(
                "this is the organization's last owner: make another member an owner first",
            ),
            Self::Removed { at } => write!(f, "the member was removed on {at}"),
        }
    }
}

impl std::error::Error for MemberError {}

#[cfg(test)]
mod tests;
