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
    sync::Arc,
    time::Duration,
};

use actix_web::{
    HttpRequest,
    http::header::{HeaderValue, RETRY_AFTER},
};
use aiia_keys_domain::{EmailAddress, OrganizationSlug};
use aiia_keys_ports::Clock;
use governor::{Quota, RateLimiter, clock::Clock as _, middleware::NoOpMiddleware, nanos::Nanos};

use crate::{
    problem::{Code, Problem},
    same_origin,
    source::source,
    state::State,
};
use cells::Cells;

/// How many attempts are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance(Quota);

impl Allowance {
    /// So many at once, and one more each time this long has passed; `None` when that is no time at all.
    pub fn new(at_once: NonZeroU32, then_one_each: Duration) -> Option<Self> {
        Quota::with_period(then_one_each).map(|quota| Self(quota.allow_burst(at_once)))
    }

    /// 10 at once, then one each 30 seconds: 2 890 guesses a day at the most.
    fn for_one_account() -> Self {
        Self(Quota::per_minute(NonZeroU32::MIN.saturating_add(1)).allow_burst(AT_ONCE))
    }

    /// 50 at once, then 30 a minute: an office with one address signs in on a Monday morning.
    fn for_one_source() -> Self {
        const PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);
        Self(Quota::per_minute(PER_MINUTE).allow_burst(AT_ONCE.saturating_add(40)))
    }
}

const AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// How many attempts at passwords are let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptLimits {
    /// For one account, whether it exists or not, from wherever. 10 at once, then one each 30 seconds.
    pub account: Allowance,
    /// From one address, for whatever account; the 2⁶⁴ IPv6 addresses of one network are one. 50 at
    /// once, then 30 a minute.
    pub source: Allowance,
}

impl Default for AttemptLimits {
    fn default() -> Self {
        Self {
            account: Allowance::for_one_account(),
            source: Allowance::for_one_source(),
        }
    }
}

/// Lets an attempt go on that no other site caused, and counts it for where it comes from.
///
/// # Errors
/// When another site caused it, or there were too many.
pub(crate) fn admit(request: &HttpRequest, state: &State) -> Result<(), Problem> {
    same_origin::forbid_other(request)?;
    state.attempts.by_source(source(request, &state.options))
}

type Limiter = RateLimiter<u64, Cells, PortClock, NoOpMiddleware<Nanos>>;

/// Counts attempts.
pub(crate) struct Attempts {
    /// New with every start: nobody can work out which accounts are counted together.
    hash: RandomState,
    accounts: Limiter,
    sources: Limiter,
}

impl Attempts {
    pub(crate) fn new(limits: AttemptLimits, clock: &Arc<dyn Clock>) -> Self {
        let limiter = |allowance: Allowance| {
            RateLimiter::new(allowance.0, Cells::default(), PortClock(Arc::clone(clock)))
        };
        Self {
            hash: RandomState::new(),
            accounts: limiter(limits.account),
            sources: limiter(limits.source),
        }
    }

    /// Counts an attempt from an address. Those whose address is not known share one allowance.
    ///
    /// # Errors
    /// When there were too many.
    pub(crate) fn by_source(&self, source: Option<IpAddr>) -> Result<(), Problem> {
        let hash = self.hash.hash_one(source.map(network));
        count(&self.sources, hash, "from this address")
    }

    /// Counts an attempt at an account, whether it exists or not.
    ///
    /// # Errors
    /// When there were too many.
    pub(crate) fn at_account(
        &self,
        organization: &OrganizationSlug,
        email: &EmailAddress,
    ) -> Result<(), Problem> {
        let hash = self.hash.hash_one((organization, email));
        count(&self.accounts, hash, "at this account")
    }
}

/// The whole network of an IPv6 address: whoever has one address there has all of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).into(),
    }
}

fn count(limiter: &Limiter, hash: u64, what: &str) -> Result<(), Problem> {
    let Err(refused) = limiter.check_key(&hash) else {
        return Ok(());
    };
    let wait = refused.wait_time_from(limiter.clock().now());
    // Rounded up: who comes back after so many seconds is let through.
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let detail = format!("there were too many attempts {what}: try again in {seconds} seconds");
    Err(Problem::new(Code::TooManyAttempts, detail)
        .with_header(RETRY_AFTER, HeaderValue::from(seconds)))
}

/// The time of day as the limiter reads it.
struct PortClock(Arc<dyn Clock>);

impl governor::clock::Clock for PortClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let micros = u64::try_from(self.0.now().unix_micros()).unwrap_or(0);
        micros.saturating_mul(1_000).into()
    }
}

#[cfg(test)]
mod tests;
