//! How often may be tried what costs the hash of a password: signing in, accepting an invitation,
//! setting the system up.
//!
//! An attempt counts before anything is looked up, so that what is answered tells nothing about
//! who has an account, and neither does how long it takes.

mod cells;

use std::{
    hash::{BuildHasher as _, RandomState},
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};

use actix_web::HttpRequest;
use aiia_keys_domain::{Allowance, EmailAddress, OrganizationSlug};
use aiia_keys_usecases::Verification;

use crate::{
    problem::{Code, Problem},
    rate_fields::{RatePolicy, refused, whole_seconds},
    same_origin,
    source::source,
    state::State,
};
use cells::Cells;

/// How many attempts at passwords are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptLimits {
    /// For one account, whether it exists or not, from wherever. 10 at once, then one each 30 seconds.
    pub account: Allowance,
    /// From one address, for whatever account; the 2⁶⁴ IPv6 addresses of one network are one. 50 at
    /// once, then 30 a minute.
    pub source: Allowance,
    /// From one address, with what is no key that was issued here. 300 at once, then 5 a second.
    /// Beyond them a key that is accepted is still accepted.
    pub key: Allowance,
}

/// 2 890 guesses at an account a day at the most.
const ACCOUNT: Allowance =
    Allowance::new(NonZeroU32::new(10).unwrap(), Duration::from_secs(30)).unwrap();
/// An office with one address signs in on a Monday morning.
const SOURCE: Allowance =
    Allowance::new(NonZeroU32::new(50).unwrap(), Duration::from_secs(2)).unwrap();
/// Many programs behind one address may have been forgotten in a rotation.
const KEY: Allowance =
    Allowance::new(NonZeroU32::new(300).unwrap(), Duration::from_millis(200)).unwrap();

impl Default for AttemptLimits {
    fn default() -> Self {
        Self {
            account: ACCOUNT,
            source: SOURCE,
            key: KEY,
        }
    }
}

/// Lets an attempt go on that no other site caused, and counts it for where it comes from.
///
/// # Errors
/// When another site caused it, or there were too many.
pub(crate) fn admit(request: &HttpRequest, state: &State) -> Result<(), Problem> {
    same_origin::forbid_other(request)?;
    let source = source(request.head(), &state.options);
    state.attempts.by_source(source, &state.env.verification)
}

/// Counts attempts. What is let through is shared by the nodes of the cluster, each of which counts for
/// itself.
pub(crate) struct Attempts {
    /// New with every start: nobody can work out which accounts are counted together.
    hash: RandomState,
    limits: AttemptLimits,
    accounts: Cells,
    sources: Cells,
    keys: Cells,
}

/// One kind of attempt.
struct Kind<'a> {
    name: &'static str,
    allowance: Allowance,
    cells: &'a Cells,
    /// What is counted, for who is refused.
    what: &'static str,
}

impl Attempts {
    pub(crate) fn new(limits: AttemptLimits) -> Self {
        Self {
            hash: RandomState::new(),
            limits,
            accounts: Cells::default(),
            sources: Cells::default(),
            keys: Cells::default(),
        }
    }

    /// Counts an attempt from an address. Those whose address is not known share one allowance.
    ///
    /// # Errors
    /// When there were too many.
    pub(crate) fn by_source(
        &self,
        source: Option<IpAddr>,
        cluster: &Verification,
    ) -> Result<(), Problem> {
        let kind = Kind {
            name: "source",
            allowance: self.limits.source,
            cells: &self.sources,
            what: "from this address",
        };
        kind.count(self.hash.hash_one(source.map(network)), cluster)
    }

    /// Counts a call from an address with what is no key that was issued here.
    ///
    /// # Errors
    /// When there were too many.
    pub(crate) fn with_a_key(
        &self,
        source: Option<IpAddr>,
        cluster: &Verification,
    ) -> Result<(), Problem> {
        let kind = Kind {
            name: "key",
            allowance: self.limits.key,
            cells: &self.keys,
            what: "from this address with a key that is not accepted",
        };
        kind.count(self.hash.hash_one(source.map(network)), cluster)
    }

    /// Counts an attempt at an account, whether it exists or not.
    ///
    /// # Errors
    /// When there were too many.
    pub(crate) fn at_account(
        &self,
        organization: &OrganizationSlug,
        email: &EmailAddress,
        cluster: &Verification,
    ) -> Result<(), Problem> {
        let kind = Kind {
            name: "account",
            allowance: self.limits.account,
            cells: &self.accounts,
            what: "at this account",
        };
        kind.count(self.hash.hash_one((organization, email)), cluster)
    }
}

impl Kind<'_> {
    fn count(&self, hash: u64, cluster: &Verification) -> Result<(), Problem> {
        let share = self.allowance.share(cluster.verifier.nodes());
        let now = cluster.boot_clock.now();
        let Err(wait) = self.cells.take(hash, share, now) else {
            return Ok(());
        };
        let (what, seconds) = (self.what, whole_seconds(wait));
        let detail = format!("there were too many attempts {what}: try again in {seconds} seconds");
        let policy = RatePolicy {
            name: self.name,
            count: self.allowance.at_once().get(),
            window: self.allowance.whole_in(),
        };
        let problem = Problem::new(Code::TooManyAttempts, detail);
        Err(refused(problem, policy, wait))
    }
}

/// The whole network of an IPv6 address: whoever has one address there has all of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests;
