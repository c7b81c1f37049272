//! Revoking a key: at once, and for good.

use crate::{
    Actor, Key, KeyEvent, Revocation, RevocationReason, Timestamp,
    key::{Attempt, KeyData, KeyState, Status, WrongStatus},
};

impl Key {
    /// Ends the key for good, whether it is active or expired.
    ///
    /// # Errors
    /// When it is revoked already: the first revocation stands.
    pub fn revoke(
        self,
        by: Actor,
        reason: Option<RevocationReason>,
        now: Timestamp,
    ) -> Result<(Self, KeyEvent), WrongStatus> {
        if self.revocation().is_some() {
            return Err(WrongStatus {
                from: Status::Revoked,
                attempt: Attempt::Revoke,
            });
        }
        let event = KeyEvent::Revoked {
            reason: reason.clone(),
        };
        let successor = self.successor();
        let state = KeyState::Revoked(Revocation {
            at: now,
            by,
            reason,
            successor,
        });
        Ok((
            Self {
                data: KeyData { state, ..self.data },
            },
            event,
        ))
    }
}
