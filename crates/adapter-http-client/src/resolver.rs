//! Names, and the addresses behind them that may be connected to.

use std::{error::Error, fmt, net::SocketAddr};

use aiia_keys_assurance::{NonPublicAddress, SourceReach};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Asks the system, and refuses a name that leads to any address that may not be reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GuardedResolver(pub(crate) SourceReach);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found: Vec<_> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(guard(reach, found)?)
        })
    }
}

/// All of them, or none: a name with a private address among public ones is set up to get around
/// the rule, or by mistake.
fn guard(reach: SourceReach, found: Vec<SocketAddr>) -> Result<Addrs, Refused> {
    for address in &found {
        reach.allow(address.ip()).map_err(Refused)?;
    }
    Ok(Box::new(found.into_iter()))
}

/// A name leads to where nothing may be fetched from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) NonPublicAddress);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Refused {}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(reach: SourceReach, found: &[&str]) -> Option<NonPublicAddress> {
        let found = found.iter().map(|text| text.parse().unwrap()).collect();
        guard(reach, found).err().map(|Refused(reason)| reason)
    }

    #[test]
    fn one_address_that_may_not_be_reached_refuses_the_name() {
        let public = ["1.1.1.1:0", "[2606:4700::1]:0"];
        assert_eq!(refused(SourceReach::Public, &public), None);
        for (private, reason) in [
            ("127.0.0.1:0", NonPublicAddress::Loopback),
            ("[::ffff:10.0.0.1]:0", NonPublicAddress::Private),
            ("169.254.169.254:0", NonPublicAddress::LinkLocal),
        ] {
            let found = [public[0], private, public[1]];
            assert_eq!(refused(SourceReach::Public, &found), Some(reason));
            assert_eq!(refused(SourceReach::Private, &found), None);
        }
    }
}
