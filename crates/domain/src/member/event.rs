//! What can happen to a member.

use crate::{
    ActionName, Actor, Details, DetailsError, EmailAddress, MemberId, Role, Subject, Timestamp,
    TrailDraft,
};

/// What happened to a member; the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MemberEvent {
    /// They joined the organization.
    Joined {
        /// Where they are reached.
        email: EmailAddress,
        /// What they may do.
        role: Role,
    },
    /// They were given another role.
    RoleChanged {
        /// The role they had.
        from: Role,
        /// The role they have.
        to: Role,
    },
    /// They were sent a (new) invitation to set a password.
    Invited,
    /// They set a password, by an invitation.
    PasswordSet,
    /// They no longer belong to the organization.
    Removed,
}

/// As the audit trail keeps it.
impl MemberEvent {
    /// The stable name of what happened.
    pub const fn action(&self) -> ActionName {
        match self {
            Self::Joined { .. } => const { ActionName::from_static("member.joined") },
            Self::RoleChanged { .. } => const { ActionName::from_static("member.role_changed") },
            Self::Invited => const { ActionName::from_static("member.invited") },
            Self::PasswordSet => const { ActionName::from_static("member.password_set") },
            Self::Removed => const { ActionName::from_static("member.removed") },
        }
    }

    /// What else is to be known about it.
    ///
    /// # Errors
    /// When a text is longer than the trail keeps.
    pub fn details(&self) -> Result<Details, DetailsError> {
        let details = Details::builder();
        match self {
            Self::Joined { email, role } => details.with("email", email).with("role", role),
            Self::RoleChanged { from, to } => details.with("from", from).with("to", to),
            Self::Invited | Self::PasswordSet | Self::Removed => details,
        }
        .build()
    }

    /// The entry to append to the organization's trail.
    ///
    /// # Errors
    /// When a text is longer than the trail keeps.
    pub fn to_draft(
        &self,
        member: MemberId,
        actor: Actor,
        at: Timestamp,
    ) -> Result<TrailDraft, DetailsError> {
        let draft = TrailDraft::new(at, actor, self.action(), Subject::Member(member));
        Ok(draft.with_details(self.details()?))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_event_has_its_name_and_says_what_matters() {
        let member = MemberId::from_uuid(Uuid::from_u128(7));
        let email = "ada@example.com".parse().unwrap();
        let joined = MemberEvent::Joined {
            email,
            role: Role::Auditor,
        };
        let risen = MemberEvent::RoleChanged {
            from: Role::Auditor,
            to: Role::Owner,
        };
        for (event, action, detail) in [
            (joined, "member.joined", Some(("email", "ada@example.com"))),
            (risen, "member.role_changed", Some(("to", "owner"))),
            (MemberEvent::Invited, "member.invited", None),
            (MemberEvent::PasswordSet, "member.password_set", None),
            (MemberEvent::Removed, "member.removed", None),
        ] {
            let draft = event
                .to_draft(member, Actor::System, Timestamp::UNIX_EPOCH)
                .unwrap();
            assert_eq!(draft.action.as_str(), action);
            assert_eq!(draft.subject, Subject::Member(member));
            match detail {
                Some((name, value)) => assert_eq!(draft.details.get(name), Some(value)),
                None => assert!(draft.details.is_empty()),
            }
        }
    }
}
