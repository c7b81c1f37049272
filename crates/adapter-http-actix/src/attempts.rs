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
    http::header::{HeaderName, HeaderValue, RETRY_AFTER},
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

impl Allowance {
    /// 300 at once, then 5 a second: many programs behind one address may have been forgotten in a rotation.
    fn for_keys_of_one_source() -> Self {
        const AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(299);
        Self(Quota::per_second(NonZeroU32::MIN.saturating_add(4)).allow_burst(AT_ONCE))
    }

    /// `RateLimit-Policy` and `RateLimit`, as draft-ietf-httpapi-ratelimit-headers-10 has them: how
    /// many in how many seconds, and that none is left until so many seconds have passed.
    fn fields(&self, name: &str, seconds: u64) -> [(HeaderName, String); 2] {
        let quota = self.0.burst_size();
        let window = self.0.burst_size_replenished_in().as_secs().max(1);
        [
            (
                HeaderName::from_static("ratelimit-policy"),
                format!("\"{name}\";q={quota};w={window}"),
            ),
            (
                HeaderName::from_static("ratelimit"),
                format!("\"{name}\";r=0;t={seconds}"),
            ),
        ]
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
    /// From one address, with what is no key that was issued here. 300 at once, then 5 a second.
    /// Beyond them a key that is accepted is still accepted.
    pub key: Allowance,
}

impl Default for AttemptLimits {
    fn default() -> Self {
        Self {
            account: Allowance::for_one_account(),
            source: Allowance::for_one_source(),
            key: Allowance::for_keys_of_one_source(),
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
    limits: AttemptLimits,
    accounts: Limiter,
    sources: Limiter,
    keys: Limiter,
}

impl Attempts {
    pub(crate) fn new(limits: AttemptLimits, clock: &Arc<dyn Clock>) -> Self {
        let limiter = |allowance: Allowance| {
            RateLimiter::new(allowance.0, Cells::default(), PortClock(Arc::clone(clock)))
        };
        Self {
            hash: RandomState::new(),
            limits,
            accounts: limiter(limits.account),
            sources: limiter(limits.source),
            keys: limiter(limits.key),
        }
    }

    /// Counts an attempt from an address. Those whose address is not known share one allowance.
    ///
    /// # Errors
    /// When there were too many.
    pub(crate) fn by_source(&self, source: Option<IpAddr>) -> Result<(), Problem> {
        let hash = self.hash.hash_one(source.map(network));
        let limits = ("source", &self.limits.source);
        count(&self.sources, limits, hash, "from this address")
    }

    /// Counts a call from an address with what is no key that was issued here.
    ///
    /// # Errors
    /// When there were too many.
    pub(crate) fn with_a_key(&self, source: Option<IpAddr>) -> Result<(), Problem> {
        let hash = self.hash.hash_one(source.map(network));
        let limits = ("key", &self.limits.key);
        let what = "from this address with a key that is not accepted";
        count(&self.keys, limits, hash, what)
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
        let limits = ("account", &self.limits.account);
        count(&self.accounts, limits, hash, "at this account")
    }
}

/// The whole network of an IPv6 address: whoever has one address there has all of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).into(),
    }
}

fn count(
    limiter: &Limiter,
    (name, allowance): (&str, &Allowance),
    hash: u64,
    what: &str,
) -> Result<(), Problem> {
    let Err(refused) = limiter.check_key(&hash) else {
        return Ok(());
    };
    let wait = refused.wait_time_from(limiter.clock().now());
    // Rounded up: who comes back after so many seconds is let through.
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let detail = format!("there were too many attempts {what}: try again in {seconds} seconds");
    let mut problem = Problem::new(Code::TooManyAttempts, detail)
        .with_header(RETRY_AFTER, HeaderValue::from(seconds));
    for (field, value) in allowance.fields(name, seconds) {
        problem = problem.with_header(
            field,
            HeaderValue::try_from(value).map_err(Problem::internal)?,
        );
    }
    Err(problem)
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
