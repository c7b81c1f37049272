//! Rotating a key: a successor with the same powers or fewer, and an end for the predecessor.

use std::fmt;

use crate::{
    DelegationError, Expiration, IssueError, Issuer, Key, KeyEvent, KeyId, KeyMask, Overlap,
    Revocation, ScopeSet, Timestamp,
    key::{Attempt, KeyData, KeyState, NewKey, Status, WrongStatus},
};

/// What the successor of a key is made of; label, addresses and rate limit are the predecessor's.
#[derive(Clone, Debug)]
pub struct Successor {
    /// Names the successor.
    pub id: KeyId,
    /// The mask of the key string that was generated for it.
    pub mask: KeyMask,
    /// Its scopes, never more than the predecessor's; the same unless given.
    pub scopes: Option<ScopeSet>,
    /// How long it shall live; as long as the predecessor was given, within the policy's maximum, unless given.
    pub expiration: Option<Expiration>,
}

/// Both keys after a rotation, and what happened to each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The key that was replaced.
    pub predecessor: Key,
    /// [`KeyEvent::Rotated`], of the predecessor.
    pub predecessor_event: KeyEvent,
    /// The key that replaces it.
    pub successor: Key,
    /// [`KeyEvent::Generated`], of the successor.
    pub successor_event: KeyEvent,
}

impl Key {
    /// Replaces an active key.
    ///
    /// The predecessor ends when the overlap is over, and never later than it would have anyway;
    /// without overlap it is revoked at once.
    /// A key is rotated once: its successor is the one to rotate next.
    ///
    /// # Errors
    /// When the key is not active or was rotated before, or when the successor would have scopes
    /// that the predecessor, the issuer or the policy does not allow, or a rate limit beyond the issuer's.
    pub fn rotate(
        self,
        successor: Successor,
        overlap: Overlap,
        issuer: &Issuer<'_>,
        now: Timestamp,
    ) -> Result<Rotation, RotateError> {
        if let Some(successor) = self.successor() {
            return Err(RotateError::AlreadyRotated { successor });
        }
        let from = self.status(now);
        if from != Status::Active {
            return Err(RotateError::WrongStatus(WrongStatus {
                from,
                attempt: Attempt::Rotate,
            }));
        }
        let held = self.data.scopes.as_set();
        let wanted = successor.scopes.unwrap_or_else(|| held.clone());
        let scopes = held.delegate(wanted).map_err(RotateError::Scopes)?.into();
        let new = NewKey {
            id: successor.id,
            label: self.data.label.clone(),
            scopes,
            sources: self.data.sources.clone(),
            rate_limit: self.data.rate_limit,
            expiration: successor
                .expiration
                .unwrap_or_else(|| self.same_lifetime(issuer, now)),
            mask: successor.mask,
        };
        let (successor, successor_event) =
            Self::issue(new, Some(self.data.id), issuer, now).map_err(RotateError::Issue)?;
        let (predecessor, predecessor_event) = self.supersede(&successor, overlap, issuer, now);
        Ok(Rotation {
            predecessor,
            predecessor_event,
            successor,
            successor_event,
        })
    }

    /// As long as this key was given when it was made, cut to what the policy allows by now.
    fn same_lifetime(&self, issuer: &Issuer<'_>, now: Timestamp) -> Expiration {
        let given = self.data.expires_at.saturating_since(self.data.created_at);
        let maximum = issuer.organization.policy().maximum_lifetime.duration();
        Expiration::At(now.saturating_add(given.min(maximum)))
    }

    fn supersede(
        self,
        successor: &Self,
        overlap: Overlap,
        issuer: &Issuer<'_>,
        now: Timestamp,
    ) -> (Self, KeyEvent) {
        let successor = successor.data.id;
        let expires_at = self
            .data
            .expires_at
            .min(now.saturating_add(overlap.duration()));
        let state = if overlap.is_none() {
            let by = issuer.actor.clone();
            KeyState::Revoked(Revocation {
                at: now,
                by,
                reason: None,
                successor: Some(successor),
            })
        } else {
            KeyState::Rotated { successor, at: now }
        };
        let event = KeyEvent::Rotated {
            successor,
            works_until: expires_at,
        };
        (
            Self {
                data: KeyData {
                    expires_at,
                    state,
                    ..self.data
                },
            },
            event,
        )
    }
}

/// A key cannot be rotated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RotateError {
    /// It is expired or revoked.
    WrongStatus(WrongStatus),
    /// It was rotated before.
    AlreadyRotated {
        /// The key to rotate instead.
        successor: KeyId,
    },
    /// The successor would have scopes that the key does not have, or none.
    Scopes(DelegationError),
    /// The successor cannot be made.
    Issue(IssueError),
}

impl fmt::Display for RotateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongStatus(error) => error.fmt(f),
            Self::AlreadyRotated { successor } => {
                write!(
                    f,
                    "the key was rotated before: rotate its successor {successor} instead"
                )
            }
            Self::Scopes(error) => write!(f, "scopes of the successor: {error}"),
            Self::Issue(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RotateError {}
