//! The first start of an empty system: one link, by which one person founds the first organization.

use std::{fmt, time::Duration};

use crate::{Timestamp, token::token};

token! {
    /// The secret of the set-up link: 32 random bytes as 64 hexadecimal digits, shown on the console.
    ///
    /// It cannot be cloned or printed, and its memory is wiped when it is dropped.
    SetupToken,
    /// BLAKE3 of the set-up link's token: what is stored in place of it, 32 bytes.
    SetupDigest,
    "aiia-keys 2026 set-up token digest v1"
}

/// How far a system is set up. Once that is done there is no way back.
///
/// ```
/// use aiia_keys_domain::{Setup, SetupToken, Timestamp};
///
/// let (token, now) = (SetupToken::generate([7; 32]), Timestamp::UNIX_EPOCH);
/// let open = Setup::Unissued.issue(token.digest(), now)?;
/// let done = open.complete(&token.digest(), now)?;
/// assert_eq!(done, Setup::Completed { at: now });
/// assert!(done.issue(token.digest(), now).is_err(), "for ever");
/// # Ok::<(), aiia_keys_domain::SetupRefused>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setup {
    /// There was no link yet.
    Unissued,
    /// There is a link.
    Open {
        /// The digest of its token.
        digest: SetupDigest,
        /// It can be used up to, not including, this instant.
        expires_at: Timestamp,
    },
    /// There is an organization.
    Completed {
        /// Since when.
        at: Timestamp,
    },
}

impl Setup {
    /// How long a link can be used.
    pub const LIFETIME: Duration = Duration::from_hours(24);

    /// Makes a link, in place of any earlier one.
    ///
    /// # Errors
    /// When the system is set up.
    pub fn issue(self, digest: SetupDigest, now: Timestamp) -> Result<Self, SetupRefused> {
        match self {
            Self::Unissued | Self::Open { .. } => Ok(Self::Open {
                digest,
                expires_at: now.saturating_add(Self::LIFETIME),
            }),
            Self::Completed { .. } => Err(SetupRefused::Completed),
        }
    }

    /// Whether a link that somebody presents can be used.
    ///
    /// # Errors
    /// When it is not the latest one or too old, or the system is set up.
    pub fn check(self, presented: &SetupDigest, now: Timestamp) -> Result<(), SetupRefused> {
        match self {
            Self::Completed { .. } => Err(SetupRefused::Completed),
            Self::Open { digest, expires_at } if digest == *presented => {
                if now < expires_at {
                    Ok(())
                } else {
                    Err(SetupRefused::Expired)
                }
            }
            Self::Unissued | Self::Open { .. } => Err(SetupRefused::Unknown),
        }
    }

    /// Uses the link up.
    ///
    /// # Errors
    /// When it is not the latest one or too old, or the system is set up.
    pub fn complete(self, presented: &SetupDigest, now: Timestamp) -> Result<Self, SetupRefused> {
        self.check(presented, now)?;
        Ok(Self::Completed { at: now })
    }

    /// Ends the set-up without a link: whoever runs the service founded an organization.
    ///
    /// # Errors
    /// When the system is set up.
    pub fn close(self, now: Timestamp) -> Result<Self, SetupRefused> {
        match self {
            Self::Unissued | Self::Open { .. } => Ok(Self::Completed { at: now }),
            Self::Completed { .. } => Err(SetupRefused::Completed),
        }
    }
}

/// The system is not set up by this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupRefused {
    /// There is no such link, or a later one took its place.
    Unknown,
    /// The link is too old.
    Expired,
    /// The system is set up already.
    Completed,
}

impl fmt::Display for SetupRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => {
                "there is no such set-up link: use the one that the service printed at its last start"
            }
            Self::Expired => {
                "the set-up link has expired: start the service again, and it prints a new one"
            }
            Self::Completed => "the system is set up already: ask an owner for an invitation",
        })
    }
}

impl std::error::Error for SetupRefused {}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(byte: u8) -> SetupDigest {
        SetupToken::generate([byte; 32]).digest()
    }

    fn at(seconds: u64) -> Timestamp {
        Timestamp::UNIX_EPOCH.saturating_add(Duration::from_secs(seconds))
    }

    const DAY: u64 = 24 * 60 * 60;

    #[test]
    fn only_the_latest_link_works_and_only_for_a_day() {
        let first = Setup::Unissued.issue(digest(1), at(0)).unwrap();
        let second = first.issue(digest(2), at(10)).unwrap();
        assert_eq!(second.check(&digest(1), at(11)), Err(SetupRefused::Unknown));
        assert_eq!(second.check(&digest(2), at(DAY + 9)), Ok(()));
        let late = second.complete(&digest(2), at(DAY + 10));
        assert_eq!(late, Err(SetupRefused::Expired));
        let unissued = Setup::Unissued.complete(&digest(1), at(0));
        assert_eq!(unissued, Err(SetupRefused::Unknown));
    }

    #[test]
    fn what_is_completed_stays_so() {
        let open = Setup::Unissued.issue(digest(1), at(0)).unwrap();
        for done in [
            open.complete(&digest(1), at(1)),
            open.close(at(1)),
            Setup::Unissued.close(at(1)),
        ] {
            let done = done.unwrap();
            assert_eq!(done, Setup::Completed { at: at(1) });
            let refused = Err(SetupRefused::Completed);
            assert_eq!(done.issue(digest(2), at(2)), refused);
            assert_eq!(done.complete(&digest(1), at(2)), refused);
            assert_eq!(done.close(at(2)), refused);
        }
    }

    #[test]
    fn each_refusal_says_what_to_do() {
        for refused in [
            SetupRefused::Unknown,
            SetupRefused::Expired,
            SetupRefused::Completed,
        ] {
            assert!(refused.to_string().contains(": "), "{refused}");
        }
    }
}
