//! What every use case stands on.

use std::{fmt, sync::Arc};

use aiia_keys_domain::{Catalog, KeyFormat, PepperRing, SessionLimits};
use aiia_keys_ports::{
    BootClock, Clock, Entropy, KeyLocator, OrganizationDirectory, PasswordHasher,
    RevocationBarrier, Store,
};
use aiia_keys_verifier::Verifier;

use crate::{rate::RateMeter, usage::UsageRecorder};

/// The outside world and the deployment's settings, put together once at the start.
pub struct Env {
    /// Tenants' data.
    pub store: Box<dyn Store>,
    /// Keys, before their tenant is known.
    pub locator: Box<dyn KeyLocator>,
    /// Keys that were verified already, and how other nodes hear that one may do less.
    pub verification: Verification,
    /// Organizations by name, before anyone has signed in.
    pub directory: Box<dyn OrganizationDirectory>,
    /// Hashing of passwords.
    pub passwords: Box<dyn PasswordHasher>,
    /// The time of day. Shared: what limits attempts reads it too.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Box<dyn Entropy>,
    /// How keys are written here.
    pub format: KeyFormat,
    /// What digests are made with.
    pub peppers: PepperRing,
    /// The scopes that exist.
    pub catalog: Catalog,
    /// How long sessions last.
    pub session_limits: SessionLimits,
    /// Where uses of keys are counted until they are stored.
    pub usage: Arc<UsageRecorder>,
    /// Where it is counted how often keys are used that may be used only so often.
    pub rates: RateMeter,
}

/// What verifies keys from memory, and takes that back on every node.
pub struct Verification {
    /// The keys that this node remembers. Without a lease it remembers none.
    pub verifier: Arc<Verifier>,
    /// What leases go by.
    pub boot_clock: Arc<dyn BootClock>,
    /// Waits for all nodes.
    pub barrier: Box<dyn RevocationBarrier>,
}

impl fmt::Debug for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verification").finish_non_exhaustive()
    }
}

impl fmt::Debug for Env {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Env")
            .field("format", &self.format)
            .field("peppers", &self.peppers)
            .finish_non_exhaustive()
    }
}
