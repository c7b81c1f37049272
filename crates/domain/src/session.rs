//! Sessions of signed-in members.

use std::{fmt, time::Duration};

use crate::{MemberId, OrganizationId, SessionId, Timestamp, token::token};

token! {
    /// The secret of a session: 32 random bytes as 64 hexadecimal digits.
    ///
    /// It cannot be cloned or printed, and its memory is wiped when it is dropped.
    ///
    /// ```
    /// use aiia_keys_domain::SessionToken;
    ///
    /// let token = SessionToken::generate([7; 32]); // in a service: 32 bytes of the system's randomness
    /// let presented = SessionToken::parse(token.expose()).expect("well-formed");
    /// assert_eq!(presented.digest(), token.digest());
    /// assert_eq!(format!("{token:?}"), "SessionToken(…)");
    /// ```
    SessionToken,
    /// BLAKE3 of a session's token: what is stored in place of it, 32 bytes.
    SessionDigest,
    "aiia-keys 2026 session token digest v1"
}

/// How long sessions last.
///
/// ```
/// use std::time::Duration;
/// use aiia_keys_domain::SessionLimits;
///
/// let limits = SessionLimits::default();
/// assert_eq!(limits.idle, Duration::from_mins(30));
/// assert_eq!(limits.absolute, Duration::from_hours(12));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// A session ends when it was not used for this long. 30 minutes unless set.
    pub idle: Duration,
    /// A session ends this long after signing in, however much it is used. 12 hours unless set.
    pub absolute: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            idle: Duration::from_mins(30),
            absolute: Duration::from_hours(12),
        }
    }
}

/// One sign-in of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Names the session; not secret.
    pub id: SessionId,
    /// The organization that the member signed in to.
    pub organization: OrganizationId,
    /// Who signed in.
    pub member: MemberId,
    /// When.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Timestamp,
    /// When it was ended before its time, if it was.
    pub ended_at: Option<Timestamp>,
}

impl Session {
    /// Begins a session.
    pub const fn begin(
        id: SessionId,
        organization: OrganizationId,
        member: MemberId,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            organization,
            member,
            created_at: now,
            last_used_at: now,
            ended_at: None,
        }
    }

    /// Notes that the session is used.
    ///
    /// # Errors
    /// When it is over.
    pub fn touch(self, limits: SessionLimits, now: Timestamp) -> Result<Self, SessionOver> {
        if self.ended_at.is_some() {
            Err(SessionOver::Ended)
        } else if now >= self.ends_at(limits) {
            Err(SessionOver::TooOld)
        } else if now >= self.idle_at(limits) {
            Err(SessionOver::Idle)
        } else {
            // A clock that was set back must not make the session look older than it is.
            Ok(Self {
                last_used_at: self.last_used_at.max(now),
                ..self
            })
        }
    }

    /// The instant up to which the session is accepted at most, however much it is used.
    pub fn ends_at(&self, limits: SessionLimits) -> Timestamp {
        self.created_at.saturating_add(limits.absolute)
    }

    /// The instant up to which the session is accepted if it is not used any more.
    pub fn idle_at(&self, limits: SessionLimits) -> Timestamp {
        let idle = self.last_used_at.saturating_add(limits.idle);
        idle.min(self.ends_at(limits))
    }

    /// Ends the session; one that was ended stays ended when it was.
    #[must_use]
    pub fn end(self, now: Timestamp) -> Self {
        Self {
            ended_at: self.ended_at.or(Some(now)),
            ..self
        }
    }
}

/// A session is over: sign in again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionOver {
    /// It was ended by signing out, or by someone who may.
    Ended,
    /// It was not used for too long.
    Idle,
    /// It has lasted as long as a session may.
    TooOld,
}

impl fmt::Display for SessionOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ended => "the session was ended: sign in again",
            Self::Idle => "the session was not used for too long: sign in again",
            Self::TooOld => "the session has lasted as long as one may: sign in again",
        })
    }
}

impl std::error::Error for SessionOver {}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const LIMITS: SessionLimits = SessionLimits {
        idle: Duration::from_secs(10),
        absolute: Duration::from_secs(25),
    };

    fn at(seconds: u64) -> Timestamp {
        Timestamp::UNIX_EPOCH.saturating_add(Duration::from_secs(seconds))
    }

    fn begun() -> Session {
        Session::begin(
            SessionId::from_uuid(Uuid::from_u128(1)),
            OrganizationId::from_uuid(Uuid::from_u128(2)),
            MemberId::from_uuid(Uuid::from_u128(3)),
            at(0),
        )
    }

    #[test]
    fn use_keeps_a_session_alive_up_to_its_absolute_end() {
        let session = begun().touch(LIMITS, at(9)).unwrap();
        let session = session.touch(LIMITS, at(18)).unwrap();
        assert_eq!(session.last_used_at, at(18));
        assert!(session.clone().touch(LIMITS, at(24)).is_ok());
        assert_eq!(session.touch(LIMITS, at(25)), Err(SessionOver::TooOld));
    }

    #[test]
    fn a_session_is_accepted_up_to_the_ends_that_it_tells() {
        let used = begun().touch(LIMITS, at(9)).unwrap();
        assert_eq!(
            (used.idle_at(LIMITS), used.ends_at(LIMITS)),
            (at(19), at(25))
        );
        let late = used.touch(LIMITS, at(18)).unwrap();
        assert_eq!(
            (late.idle_at(LIMITS), late.ends_at(LIMITS)),
            (at(25), at(25))
        );
    }

    #[test]
    fn an_unused_session_ends_at_its_idle_limit() {
        assert!(begun().touch(LIMITS, at(9)).is_ok());
        assert_eq!(begun().touch(LIMITS, at(10)), Err(SessionOver::Idle));
    }

    #[test]
    fn an_ended_session_stays_ended() {
        let ended = begun().end(at(1)).end(at(2));
        assert_eq!(ended.ended_at, Some(at(1)));
        assert_eq!(ended.touch(LIMITS, at(2)), Err(SessionOver::Ended));
    }

    #[test]
    fn a_clock_set_back_does_not_shorten_a_session() {
        let session = begun()
            .touch(LIMITS, at(9))
            .unwrap()
            .touch(LIMITS, at(5))
            .unwrap();
        assert_eq!(session.last_used_at, at(9));
    }

    #[test]
    fn each_end_says_to_sign_in_again() {
        for over in [SessionOver::Ended, SessionOver::Idle, SessionOver::TooOld] {
            assert!(over.to_string().contains("sign in again"));
        }
    }
}
