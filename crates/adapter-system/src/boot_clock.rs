//! The system's boot clock.

use aiia_keys_domain::BootInstant;
use aiia_keys_ports::BootClock;
use rustix::time::{ClockId, clock_gettime};

/// `CLOCK_BOOTTIME`: it never jumps, and goes on while the machine is suspended.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemBootClock;

impl BootClock for SystemBootClock {
    fn now(&self) -> BootInstant {
        let time = clock_gettime(ClockId::Boottime);
        // Neither is ever negative.
        let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
        let nanos = u64::try_from(time.tv_nsec).unwrap_or(0);
        BootInstant::from_nanos(seconds.saturating_mul(1_000_000_000).saturating_add(nanos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on() {
        let before = SystemBootClock.now();
        let mut after = SystemBootClock.now();
        while after == before {
            after = SystemBootClock.now();
        }
        assert!(BootInstant::default() < before && before < after);
    }
}
