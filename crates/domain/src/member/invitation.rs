//! Invitations: how a new member comes to a password that nobody else has seen.

use std::{fmt, time::Duration};

use crate::{MemberId, OrganizationId, Timestamp, token::token};

token! {
    /// The secret of an invitation: 32 random bytes as 64 hexadecimal digits, shown once to who invites.
    ///
    /// It cannot be cloned or printed, and its memory is wiped when it is dropped.
    InvitationToken,
    /// BLAKE3 of an invitation's token: what is stored in place of it, 32 bytes.
    InvitationDigest,
    "aiia-keys 2026 invitation token digest v1"
}

/// Lets one member set a password, once, for seven days.
///
/// ```
/// use aiia_keys_domain::{Invitation, Timestamp};
///
/// # let organization = "01890a5d-ac96-774b-bcce-b302099a8057".parse()?;
/// # let member = "01890a5d-ac96-774b-bcce-b302099a8058".parse()?;
/// let now = Timestamp::UNIX_EPOCH;
/// let accepted = Invitation::issue(organization, member, now).accept(now)?;
/// assert!(accepted.accept(now).is_err(), "it works once");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The organization that the member was invited to.
    pub organization: OrganizationId,
    /// Who was invited.
    pub member: MemberId,
    /// It can be accepted up to, not including, this instant.
    pub expires_at: Timestamp,
    /// When it was accepted.
    pub accepted_at: Option<Timestamp>,
}

impl Invitation {
    /// How long an invitation can be accepted.
    pub const LIFETIME: Duration = Duration::from_hours(7 * 24);

    /// Invites a member.
    pub fn issue(organization: OrganizationId, member: MemberId, now: Timestamp) -> Self {
        let expires_at = now.saturating_add(Self::LIFETIME);
        Self {
            organization,
            member,
            expires_at,
            accepted_at: None,
        }
    }

    /// Uses the invitation up.
    ///
    /// # Errors
    /// When it was accepted before, or is too old.
    pub fn accept(self, now: Timestamp) -> Result<Self, InvitationOver> {
        if self.accepted_at.is_some() {
            Err(InvitationOver::Accepted)
        } else if now >= self.expires_at {
            Err(InvitationOver::Expired)
        } else {
            Ok(Self {
                accepted_at: Some(now),
                ..self
            })
        }
    }
}

/// An invitation is over: ask for a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationOver {
    /// It was accepted before.
    Accepted,
    /// Its seven days have passed.
    Expired,
}

impl fmt::Display for InvitationOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accepted => "the invitation was accepted before: ask for a new one",
            Self::Expired => "the invitation has expired: ask for a new one",
        })
    }
}

impl std::error::Error for InvitationOver {}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_invitation_works_once_for_seven_days() {
        let issued = Invitation::issue(
            OrganizationId::from_uuid(Uuid::from_u128(1)),
            MemberId::from_uuid(Uuid::from_u128(2)),
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!(issued.expires_at.to_string(), "1970-01-08T00:00:00Z");
        assert_eq!(
            issued.clone().accept(issued.expires_at),
            Err(InvitationOver::Expired)
        );
        let accepted = issued.accept(Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(accepted.accepted_at, Some(Timestamp::UNIX_EPOCH));
        assert_eq!(
            accepted.accept(Timestamp::UNIX_EPOCH),
            Err(InvitationOver::Accepted)
        );
        for over in [InvitationOver::Accepted, InvitationOver::Expired] {
            assert!(over.to_string().contains("ask for a new one"), "{over}");
        }
    }
}
