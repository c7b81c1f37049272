//! A key's state, and what it is at a given time.

use crate::{
    Actor, KeyId, KeyMask, Label, NonEmptyScopes, OrganizationId, RateLimit, RevocationReason,
    RotationPeriod, SourceAddresses, Timestamp, key::status::Status,
};

/// An API key of one organization: everything about it but the secret.
///
/// Keys change only by the transitions here, each of which consumes the key and gives it back
/// changed, together with the [`KeyEvent`](crate::KeyEvent) that happened.
/// None of them leaves [`KeyState::Revoked`], and none moves the expiry later or adds a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub(crate) data: KeyData,
}

/// The fields of a key, to store it and to put a stored one together again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyData {
    /// Names the key; not secret.
    pub id: KeyId,
    /// The organization that it belongs to, and whose rows are all it can reach.
    pub organization: OrganizationId,
    /// What people call it.
    pub label: Label,
    /// What it may do.
    pub scopes: NonEmptyScopes,
    /// Where it may be used from.
    pub sources: SourceAddresses,
    /// How often it may be used; as the organization's policy has it unless set.
    pub rate_limit: Option<RateLimit>,
    /// All of the key string that is kept.
    pub mask: KeyMask,
    /// When it was generated.
    pub created_at: Timestamp,
    /// Who generated it.
    pub created_by: Actor,
    /// It is valid up to, not including, this instant.
    pub expires_at: Timestamp,
    /// The key that it replaced by rotation.
    pub predecessor: Option<KeyId>,
    /// Where it stands in its life.
    pub state: KeyState,
}

/// Where a key stands in its life. Expiry is not in it: that is a matter of the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// Made, and neither rotated nor revoked.
    Issued,
    /// Replaced by a successor; it works until its expiry, which the overlap set.
    Rotated {
        /// The key that replaced it.
        successor: KeyId,
        /// When.
        at: Timestamp,
    },
    /// Ended for good.
    Revoked(Revocation),
}

/// How a key was ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// Why, if they said so.
    pub reason: Option<RevocationReason>,
    /// The key that replaced it, if it was rotated before or by the same act.
    pub successor: Option<KeyId>,
}

impl Key {
    /// Puts a stored key together again.
    pub const fn from_stored(data: KeyData) -> Self {
        Self { data }
    }

    /// The fields, to store or to show them.
    pub const fn data(&self) -> &KeyData {
        &self.data
    }

    /// What the key is at `now`: revoked wins over expired.
    pub fn status(&self, now: Timestamp) -> Status {
        match self.data.state {
            KeyState::Revoked(_) => Status::Revoked,
            _ if now >= self.data.expires_at => Status::Expired,
            _ => Status::Active,
        }
    }

    /// The key that replaced this one.
    pub const fn successor(&self) -> Option<KeyId> {
        match &self.data.state {
            KeyState::Issued => None,
            KeyState::Rotated { successor, .. } => Some(*successor),
            KeyState::Revoked(revocation) => revocation.successor,
        }
    }

    /// How it was ended, if it was.
    pub const fn revocation(&self) -> Option<&Revocation> {
        match &self.data.state {
            KeyState::Revoked(revocation) => Some(revocation),
            KeyState::Issued | KeyState::Rotated { .. } => None,
        }
    }

    /// The instant from which the key is due for rotation under a rotation period.
    pub fn rotation_due_at(&self, period: RotationPeriod) -> Timestamp {
        self.data
            .created_at
            .saturating_add(period.days().duration())
    }

    /// Whether the key should be rotated: it is active, not yet replaced, and old enough.
    pub fn is_rotation_due(&self, period: RotationPeriod, now: Timestamp) -> bool {
        self.status(now) == Status::Active
            && self.successor().is_none()
            && now >= self.rotation_due_at(period)
    }
}
