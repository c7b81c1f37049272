//! Addresses at the command line. Connection strings hold passwords, and the argument parser repeats
//! what it refuses.

use std::{convert::Infallible, fmt, str::FromStr};

use aiia_keys_postgres::DatabaseUrl;
use anyhow::{Context as _, Result};

/// A connection string as it was given, read later: by then it is refused without being repeated.
#[derive(Clone)]
pub(crate) struct UrlArgument(String);

impl UrlArgument {
    /// The connection string, if it is one; `name` is where it was given.
    pub(crate) fn read(&self, name: &str) -> Result<DatabaseUrl> {
        self.0
            .parse()
            .with_context(|| format!("{name} is not usable"))
    }
}

/// Where people reach the service, such as `https://keys.example.com`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublicUrl(String);

impl FromStr for PublicUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let host = ["https://", "http://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .map(|host| host.trim_end_matches('/'));
        let is_plain = |host: &&str| {
            let known = |byte: u8| byte.is_ascii_alphanumeric() || b".:-[]".contains(&byte);
            !host.is_empty() && host.bytes().all(known)
        };
        // The pages are at the root: a link with a path would lead nowhere.
        host.filter(is_plain).map_or(
            Err("an address without a path is expected, such as `https://keys.example.com`"),
            |_| Ok(Self(text.trim_end_matches('/').to_owned())),
        )
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for UrlArgument {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl FromStr for UrlArgument {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for UrlArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UrlArgument(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_has_a_scheme_and_a_host_and_nothing_else() {
        for (text, shown) in [
            ("https://keys.example.com", "https://keys.example.com"),
            ("https://keys.example.com/", "https://keys.example.com"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(text.parse::<PublicUrl>().unwrap().to_string(), shown);
        }
        for text in [
            "",
            "keys.example.com",
            "https://",
            "https://a/b",
            "https://a?b",
            "https://a#b",
            "https://u:p@a",
            "ftp://a",
        ] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }
}
