//! Where a connector pulls from.

use std::{fmt, net::IpAddr};

use url::{Host, Url};

use super::address::{NonPublicAddress, require_public};
use crate::model::text::may_hold_a_key;

/// Which sources the operator of the service allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceReach {
    /// Those of the public internet, over TLS.
    #[default]
    Public,
    /// Also those in private networks and on the service's own machine, and without TLS.
    Private,
}

impl SourceReach {
    /// Whether this address may be connected to. It is to be asked about the very address that is
    /// connected to, so that no second answer of a name server can come in between.
    ///
    /// # Errors
    /// When it may not, with the reason.
    pub const fn allow(self, address: IpAddr) -> Result<(), NonPublicAddress> {
        match self {
            Self::Public => require_public(address),
            Self::Private => Ok(()),
        }
    }
}

/// An absolute `https` address, or `http` where private networks are allowed, that holds no
/// credentials: at most 2,000 bytes, without user-info and without a fragment.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SourceUrl(Url);

impl SourceUrl {
    /// The most bytes that it may have.
    pub const MAX_BYTES: usize = 2_000;

    /// Takes an address in.
    ///
    /// # Errors
    /// When it is no such address, or its host is an address that may not be reached.
    pub fn new(text: &str, reach: SourceReach) -> Result<Self, InvalidSourceUrl> {
        let found = text.len();
        if found > Self::MAX_BYTES {
            return Err(InvalidSourceUrl::Long { found });
        }
        if may_hold_a_key(text) {
            return Err(InvalidSourceUrl::Secret);
        }
        let url = Url::parse(text).map_err(|_| InvalidSourceUrl::Malformed)?;
        Self::check(url, reach)
    }

    /// Where an answer redirects to, under the same rules as an address that is configured.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub fn join(&self, location: &str, reach: SourceReach) -> Result<Self, InvalidSourceUrl> {
        let mut url = (self.0.join(location)).map_err(|_| InvalidSourceUrl::Malformed)?;
        // Never sent, and many redirects have one.
        url.set_fragment(None);
        Self::check(url, reach)
    }

    /// An address that was stored, whatever the operator allows now: [`permit`](Self::permit) is to be
    /// asked before it is used.
    ///
    /// # Errors
    /// When it is no such address.
    pub fn from_stored(text: &str) -> Result<Self, InvalidSourceUrl> {
        Self::new(text, SourceReach::Private)
    }

    fn check(url: Url, reach: SourceReach) -> Result<Self, InvalidSourceUrl> {
        // What was short enough may be longer when it is normalized.
        let found = url.as_str().len();
        if found > Self::MAX_BYTES {
            return Err(InvalidSourceUrl::Long { found });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidSourceUrl::UserInfo);
        }
        if url.fragment().is_some() {
            return Err(InvalidSourceUrl::Fragment);
        }
        let url = Self(url);
        url.permit(reach)?;
        Ok(url)
    }

    /// Whether the operator allows this address: its scheme, and its host where that is an address.
    ///
    /// # Errors
    /// When it may not be fetched from, with the reason.
    pub fn permit(&self, reach: SourceReach) -> Result<(), InvalidSourceUrl> {
        match (self.0.scheme(), reach) {
            ("https", _) | ("http", SourceReach::Private) => {}
            ("http", SourceReach::Public) => return Err(InvalidSourceUrl::Unencrypted),
            _ => return Err(InvalidSourceUrl::Scheme),
        }
        let literal = match self.0.host() {
            None => return Err(InvalidSourceUrl::Malformed),
            Some(Host::Domain(_)) => return Ok(()),
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
        };
        reach.allow(literal).map_err(InvalidSourceUrl::Address)
    }

    /// The whole address, normalized.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Its host and port, for logs: what stands behind them may be confidential.
    pub fn authority(&self) -> &str {
        self.0.authority()
    }

    /// Whether both have the same scheme, host and port: credentials for one are for no other.
    pub fn has_origin_of(&self, other: &Self) -> bool {
        self.0.origin() == other.0.origin()
    }
}

/// Shows the origin alone.
impl fmt::Debug for SourceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceUrl({}://{}/…)", self.0.scheme(), self.authority())
    }
}

/// A text is no address to pull from. It is not repeated: it may hold a secret in the wrong place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSourceUrl {
    /// It is no absolute address with a host.
    #[error("url is no absolute address: give one such as https://register.example.com/units.json")]
    Malformed,
    /// It is too long.
    #[error("url has {found} bytes: at most 2000 are allowed")]
    Long {
        /// How many bytes it has.
        found: usize,
    },
    /// It is spoken to by something else than HTTP.
    #[error("url has another scheme: only https is allowed")]
    Scheme,
    /// It would be read without TLS.
    #[error(
        "url has the scheme http, by which everybody on the way reads and changes what is sent: use https"
    )]
    Unencrypted,
    /// It holds credentials.
    #[error("url holds a user or a password: give them as credentials")]
    UserInfo,
    /// It looks as if it held a key.
    #[error("url looks as if it held a key or another secret: give it as credentials")]
    Secret,
    /// It has a fragment, which is never sent.
    #[error("url has a fragment, which is never sent: leave out # and what follows")]
    Fragment,
    /// Its host may not be reached.
    #[error(
        "url leads to an address that may not be reached: {0}; name one on the public internet"
    )]
    Address(NonPublicAddress),
}

#[cfg(test)]
mod tests;
