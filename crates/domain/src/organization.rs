//! Organizations: the tenants.

mod event;
mod policy;
mod slug;

use std::fmt;

pub use event::OrganizationEvent;
pub use policy::{Policy, RotationPeriod, RotationPeriodTooLong};
pub use slug::{InvalidSlug, OrganizationSlug};

use crate::{OrganizationId, OrganizationName, Timestamp};

/// A tenant: the owner of keys and members, and the border that no key reaches across.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    id: OrganizationId,
    slug: OrganizationSlug,
    name: OrganizationName,
    policy: Policy,
    created_at: Timestamp,
    state: OrganizationState,
}

/// Whether an organization's keys are accepted at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganizationState {
    /// They are.
    Active,
    /// None of them is, until the suspension is lifted.
    Suspended {
        /// Since when.
        at: Timestamp,
    },
}

impl Organization {
    /// Founds an organization.
    pub fn found(
        id: OrganizationId,
        slug: OrganizationSlug,
        name: OrganizationName,
        policy: Policy,
        now: Timestamp,
    ) -> (Self, OrganizationEvent) {
        let event = OrganizationEvent::Founded {
            slug: slug.clone(),
            name: name.clone(),
        };
        (
            Self {
                id,
                slug,
                name,
                policy,
                created_at: now,
                state: OrganizationState::Active,
            },
            event,
        )
    }

    /// Puts a stored organization together again.
    pub const fn from_stored(
        id: OrganizationId,
        slug: OrganizationSlug,
        name: OrganizationName,
        policy: Policy,
        created_at: Timestamp,
        state: OrganizationState,
    ) -> Self {
        Self {
            id,
            slug,
            name,
            policy,
            created_at,
            state,
        }
    }

    /// Refuses all of its keys from now on.
    ///
    /// # Errors
    /// When it is suspended already.
    pub fn suspend(self, now: Timestamp) -> Result<(Self, OrganizationEvent), SuspensionUnchanged> {
        match self.state {
            OrganizationState::Suspended { at } => Err(SuspensionUnchanged { since: Some(at) }),
            OrganizationState::Active => {
                let state = OrganizationState::Suspended { at: now };
                Ok((Self { state, ..self }, OrganizationEvent::Suspended))
            }
        }
    }

    /// Accepts its keys again.
    ///
    /// # Errors
    /// When it is not suspended.
    pub fn resume(self) -> Result<(Self, OrganizationEvent), SuspensionUnchanged> {
        match self.state {
            OrganizationState::Active => Err(SuspensionUnchanged { since: None }),
            OrganizationState::Suspended { .. } => {
                let state = OrganizationState::Active;
                Ok((Self { state, ..self }, OrganizationEvent::Resumed))
            }
        }
    }

    /// Sets other rules; they bind keys made from now on.
    #[must_use]
    pub fn change_policy(self, policy: Policy) -> (Self, OrganizationEvent) {
        let event = OrganizationEvent::PolicyChanged {
            from: self.policy.clone(),
            to: policy.clone(),
        };
        (Self { policy, ..self }, event)
    }

    /// Names it.
    pub const fn id(&self) -> OrganizationId {
        self.id
    }

    /// What members name when they sign in.
    pub const fn slug(&self) -> &OrganizationSlug {
        &self.slug
    }

    /// What people call it.
    pub const fn name(&self) -> &OrganizationName {
        &self.name
    }

    /// The rules for its keys.
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// When it was founded.
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Whether its keys are accepted.
    pub const fn state(&self) -> OrganizationState {
        self.state
    }

    /// Whether its keys are refused at present.
    pub const fn is_suspended(&self) -> bool {
        matches!(self.state, OrganizationState::Suspended { .. })
    }
}

/// An organization was to be suspended that is, or to be resumed that is not suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuspensionUnchanged {
    /// Since when it has been suspended, if it is.
    pub since: Option<Timestamp>,
}

impl fmt::Display for SuspensionUnchanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.since {
            Some(at) => write!(f, "the organization has been suspended since {at} already"),
            None => f.write_str("the organization is not suspended"),
        }
    }
}

impl std::error::Error for SuspensionUnchanged {}

#[cfg(test)]
mod tests;
