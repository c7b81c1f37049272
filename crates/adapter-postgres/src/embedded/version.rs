//! The version of a PostgreSQL server.

use std::{fmt, str::FromStr};

/// A server's version, ordered by age.
///
/// ```
/// use aiia_keys_postgres::embedded::ServerVersion;
///
/// let version: ServerVersion = "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".parse()?;
/// assert_eq!(version.to_string(), "15.18");
/// assert!(version < ServerVersion::new(15, 20));
/// # Ok::<(), aiia_keys_postgres::embedded::InvalidVersion>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServerVersion {
    major: u16,
    release: Release,
}

/// What comes after the major version, from the oldest to the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Release {
    /// A build of the development branch.
    Development,
    /// An alpha release, by number.
    Alpha(u16),
    /// A beta release, by number.
    Beta(u16),
    /// A release candidate, by number.
    Candidate(u16),
    /// A stable release, by minor version.
    Minor(u16),
}

/// A text that holds no PostgreSQL version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a PostgreSQL version; `15.18` or `postgres (PostgreSQL) 15.18` would be")]
pub struct InvalidVersion(String);

impl ServerVersion {
    /// The stable release `major.minor`.
    pub const fn new(major: u16, minor: u16) -> Self {
        Self {
            major,
            release: Release::Minor(minor),
        }
    }

    /// The major version: 15 of 15.18.
    pub const fn major(self) -> u16 {
        self.major
    }

    /// The minor version: 18 of 15.18; `None` before the first stable release.
    pub const fn minor(self) -> Option<u16> {
        match self.release {
            Release::Minor(minor) => Some(minor),
            _ => None,
        }
    }

    /// What comes after the major version.
    pub const fn release(self) -> Release {
        self.release
    }
}

/// Reads the answer of `postgres --version` and of `SHOW server_version`, with or without a distribution's suffix.
impl FromStr for ServerVersion {
    type Err = InvalidVersion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidVersion(text.trim().chars().take(80).collect());
        let after_name = text
            .rsplit_once("(PostgreSQL)")
            .map_or(text, |(_, rest)| rest);
        let number = after_name.split_whitespace().next().ok_or_else(invalid)?;
        let (major, rest) = split_digits(number).ok_or_else(invalid)?;
        let release = release(rest).ok_or_else(invalid)?;
        Ok(Self { major, release })
    }
}

fn release(text: &str) -> Option<Release> {
    if text == "devel" {
        return Some(Release::Development);
    }
    let (name, numbered) = text.split_at(text.find(|c: char| c.is_ascii_digit())?);
    // What a packager appends directly (`15.3-1.pgdg`) does not change the version before it.
    let (number, tail) = split_digits(numbered)?;
    match name {
        _ if tail.starts_with(char::is_alphanumeric) => None,
        "." => Some(Release::Minor(number)),
        "alpha" => Some(Release::Alpha(number)),
        "beta" => Some(Release::Beta(number)),
        "rc" => Some(Release::Candidate(number)),
        _ => None,
    }
}

fn split_digits(text: &str) -> Option<(u16, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

impl fmt::Display for ServerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let major = self.major;
        match self.release {
            Release::Development => write!(f, "{major}devel"),
            Release::Alpha(number) => write!(f, "{major}alpha{number}"),
            Release::Beta(number) => write!(f, "{major}beta{number}"),
            Release::Candidate(number) => write!(f, "{major}rc{number}"),
            Release::Minor(minor) => write!(f, "{major}.{minor}"),
        }
    }
}

#[cfg(test)]
mod tests;
