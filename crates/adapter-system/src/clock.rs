//! The system's time of day.

use std::time::{SystemTime, UNIX_EPOCH};

use aiia_keys_domain::Timestamp;
use aiia_keys_ports::Clock;

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the ambient clock is read: everything else is given the time"
    )]
    fn now(&self) -> Timestamp {
        // Every request asks: a calendar would only be a detour.
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => Timestamp::UNIX_EPOCH.saturating_add(since),
            Err(before) => Timestamp::UNIX_EPOCH.saturating_sub(before.duration()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_after_this_was_written() {
        assert!(SystemClock.now().unix_micros() > 1_760_000_000_000_000);
    }
}
