//! Waiting for something that another process does.

use std::{
    thread,
    time::{Duration, Instant},
};

/// Short beside a server's start (40 ms), long beside one look at a file (10 µs).
const PAUSE: Duration = Duration::from_millis(5);

/// Asks `probe` again and again until it gives a value; `None` after `limit`.
#[expect(
    clippy::disallowed_methods,
    reason = "a time-out for another process: time in which the machine was suspended must not count"
)]
pub(super) fn wait_for<T>(limit: Duration, mut probe: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        if let Some(value) = probe() {
            return Some(value);
        }
        if start.elapsed() >= limit {
            return None;
        }
        thread::sleep(PAUSE);
    }
}
