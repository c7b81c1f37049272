//! A clock that tests set.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use aiia_keys_domain::Timestamp;
use aiia_keys_ports::Clock;

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
}

struct Shared(Arc<TestClock>);

impl Clock for Shared {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.0.0.load(Ordering::SeqCst)).unwrap()
    }
}
