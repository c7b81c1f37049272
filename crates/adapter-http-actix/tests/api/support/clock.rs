//! A clock that tests set.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use aiia_keys_domain::{BootInstant, Timestamp};
use aiia_keys_ports::{BootClock, Clock};

/// Stands still until it is moved.
pub(crate) struct TestClock(AtomicI64);

impl Default for TestClock {
    fn default() -> Self {
        Self(AtomicI64::new(1_800_000_000_000_000))
    }
}

impl TestClock {
    pub(crate) fn advance(&self, span: Duration) {
        let micros = i64::try_from(span.as_micros()).unwrap();
        self.0.fetch_add(micros, Ordering::SeqCst);
    }

    pub(crate) fn shared(self: Arc<Self>) -> impl Clock {
        Shared(self)
    }

    /// The boot clock that goes with it.
    pub(crate) fn since_boot(self: Arc<Self>) -> impl BootClock {
        Shared(self)
    }
}

struct Shared(Arc<TestClock>);

impl Clock for Shared {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.0.0.load(Ordering::SeqCst)).unwrap()
    }
}

impl BootClock for Shared {
    fn now(&self) -> BootInstant {
        let micros = u64::try_from(self.0.0.load(Ordering::SeqCst)).unwrap();
        BootInstant::from_nanos(micros * 1000)
    }
}
