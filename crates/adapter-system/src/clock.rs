//! The system's time of day.

use std::time::SystemTime;

use aiia_keys_domain::Timestamp;
use aiia_keys_ports::Clock;
use time::OffsetDateTime;

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the ambient clock is read: everything else is given the time"
    )]
    fn now(&self) -> Timestamp {
        OffsetDateTime::from(SystemTime::now()).into()
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
