//! What can happen to a key.

use crate::{
    ActionName, Actor, Details, DetailsError, KeyId, KeyMask, Label, NonEmptyScopes, RateLimit,
    RevocationReason, SourceAddresses, Subject, Timestamp, TrailDraft, key::KeyData,
};

/// What happened to a key; the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyEvent {
    /// It was made.
    Generated {
        /// What people call it.
        label: Label,
        /// What it may do.
        scopes: NonEmptyScopes,
        /// Where it may be used from.
        sources: SourceAddresses,
        /// How often it may be used, if that is its own.
        rate_limit: Option<RateLimit>,
        /// What it is recognised by.
        mask: KeyMask,
        /// When it ends.
        expires_at: Timestamp,
        /// The key that it replaces.
        predecessor: Option<KeyId>,
    },
    /// It was given another label.
    Renamed {
        /// The label it had.
        from: Label,
        /// The label it has.
        to: Label,
    },
    /// Scopes were taken from it.
    ScopesNarrowed {
        /// The scopes it had.
        from: NonEmptyScopes,
        /// The scopes it has.
        to: NonEmptyScopes,
    },
    /// Addresses were taken from where it may be used.
    SourcesNarrowed {
        /// Where it could be used from.
        from: SourceAddresses,
        /// Where it can be used from.
        to: SourceAddresses,
    },
    /// How often it may be used was changed.
    RateLimitChanged {
        /// The limit it had; none was the organization's.
        from: Option<RateLimit>,
        /// The limit it has.
        to: Option<RateLimit>,
    },
    /// It was replaced.
    Rotated {
        /// By this key.
        successor: KeyId,
        /// It works up to, not including, this instant.
        works_until: Timestamp,
    },
    /// It was ended.
    Revoked {
        /// Why, if who did it said so.
        reason: Option<RevocationReason>,
    },
}

impl KeyEvent {
    pub(crate) fn generated(data: &KeyData) -> Self {
        Self::Generated {
            label: data.label.clone(),
            scopes: data.scopes.clone(),
            sources: data.sources.clone(),
            rate_limit: data.rate_limit,
            mask: data.mask,
            expires_at: data.expires_at,
            predecessor: data.predecessor,
        }
    }

    /// Whether the key is weaker since: every place that verifies it must hear of it before the
    /// change counts as made.
    pub const fn tightens(&self) -> bool {
        match self {
            Self::Generated { .. } | Self::Renamed { .. } => false,
            Self::ScopesNarrowed { .. }
            | Self::SourcesNarrowed { .. }
            | Self::RateLimitChanged { .. }
            | Self::Rotated { .. }
            | Self::Revoked { .. } => true,
        }
    }
}

/// As the audit trail keeps it.
impl KeyEvent {
    /// The stable name of what happened.
    pub const fn action(&self) -> ActionName {
        match self {
            Self::Generated { .. } => const { ActionName::from_static("key.generated") },
            Self::Renamed { .. } => const { ActionName::from_static("key.renamed") },
            Self::ScopesNarrowed { .. } => const { ActionName::from_static("key.scopes_narrowed") },
            Self::SourcesNarrowed { .. } => {
                const { ActionName::from_static("key.sources_narrowed") }
            }
            Self::RateLimitChanged { .. } => {
                const { ActionName::from_static("key.rate_limit_changed") }
            }
            Self::Rotated { .. } => const { ActionName::from_static("key.rotated") },
            Self::Revoked { .. } => const { ActionName::from_static("key.revoked") },
        }
    }

    /// What else is to be known about it.
    ///
    /// # Errors
    /// When a text is longer than the trail keeps.
    pub fn details(&self) -> Result<Details, DetailsError> {
        let details = Details::builder();
        match self {
            Self::Generated {
                label,
                scopes,
                sources,
                rate_limit,
                mask,
                expires_at,
                predecessor,
            } => details
                .with("label", label)
                .with("scopes", scopes)
                .with("sources", sources)
                .with_some("rate_limit", rate_limit.as_ref())
                .with("last_four", mask.last_four())
                .with("expires_at", expires_at)
                .with_some("predecessor", predecessor.as_ref()),
            Self::Renamed { from, to } => details.with("from", from).with("to", to),
            Self::ScopesNarrowed { from, to } => details.with("from", from).with("to", to),
            Self::SourcesNarrowed { from, to } => details.with("from", from).with("to", to),
            Self::RateLimitChanged { from, to } => details
                .with("from", RateLimit::text(*from))
                .with("to", RateLimit::text(*to)),
            Self::Rotated {
                successor,
                works_until,
            } => details
                .with("successor", successor)
                .with("works_until", works_until),
            Self::Revoked { reason } => details.with_some("reason", reason.as_ref()),
        }
        .build()
    }

    /// The entry to append to the organization's trail.
    ///
    /// # Errors
    /// When a text is longer than the trail keeps.
    pub fn to_draft(
        &self,
        key: KeyId,
        actor: Actor,
        at: Timestamp,
    ) -> Result<TrailDraft, DetailsError> {
        let draft = TrailDraft::new(at, actor, self.action(), Subject::Key(key));
        Ok(draft.with_details(self.details()?))
    }
}

#[cfg(test)]
mod tests;
