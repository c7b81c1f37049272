//! The three things a key can be, and the error of trying what one of them forbids.

use std::{fmt, str::FromStr};

/// What a key is at a given time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It is accepted.
    Active,
    /// Its time is over.
    Expired,
    /// It was ended, for good.
    Revoked,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Active, Self::Expired, Self::Revoked];

    /// `active`, `expired` or `revoked`, for interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text names no status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownStatus;

impl fmt::Display for UnknownStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such status: `active`, `expired` or `revoked` is expected")
    }
}

impl std::error::Error for UnknownStatus {}

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(UnknownStatus)
    }
}

/// What can be tried on a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// To give it another label.
    Rename,
    /// To take scopes or addresses from it.
    Narrow,
    /// To set how often it may be used.
    Limit,
    /// To replace it.
    Rotate,
    /// To end it.
    Revoke,
}

impl fmt::Display for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rename => "renamed",
            Self::Narrow => "narrowed",
            Self::Limit => "given another rate limit",
            Self::Rotate => "rotated",
            Self::Revoke => "revoked",
        })
    }
}

/// What was tried is not possible from the state that the key is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongStatus {
    /// What the key is.
    pub from: Status,
    /// What was tried.
    pub attempt: Attempt,
}

impl fmt::Display for WrongStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, attempt } = self;
        let again = if *from == Status::Revoked && *attempt == Attempt::Revoke {
            " again"
        } else {
            ""
        };
        write!(f, "the key is {from} and cannot be {attempt}{again}")?;
        match (from, attempt) {
            (Status::Active, _) | (_, Attempt::Revoke) => Ok(()),
            (Status::Expired | Status::Revoked, _) => f.write_str(": generate a new key instead"),
        }
    }
}

impl std::error::Error for WrongStatus {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_parse_from_what_they_print() {
        for status in Status::ALL {
            assert_eq!(status.to_string().parse(), Ok(status));
        }
        assert_eq!("Active".parse::<Status>(), Err(UnknownStatus));
        assert!(UnknownStatus.to_string().contains("`active`"));
    }

    #[test]
    fn refusals_say_from_where_and_what_was_tried() {
        let message = |from, attempt| WrongStatus { from, attempt }.to_string();
        assert_eq!(
            message(Status::Expired, Attempt::Rotate),
            "the key is expired and cannot be rotated: generate a new key instead"
        );
        assert_eq!(
            message(Status::Revoked, Attempt::Rename),
            "the key is revoked and cannot be renamed: generate a new key instead"
        );
        assert_eq!(
            message(Status::Expired, Attempt::Narrow),
            "the key is expired and cannot be narrowed: generate a new key instead"
        );
        assert_eq!(
            message(Status::Revoked, Attempt::Revoke),
            "the key is revoked and cannot be revoked again"
        );
    }
}
