//! Threads in turn.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::runtime::{Handle, RuntimeFlavor};

/// The number of the next thread that comes for the first time.
static NEXT: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static TURN: usize = match Handle::try_current() {
        Ok(runtime) if runtime.runtime_flavor() == RuntimeFlavor::CurrentThread => {
            NEXT.fetch_add(1, Ordering::Relaxed)
        }
        // Its tasks move from thread to thread.
        _ => 0,
    };
}

/// The number of this thread among those that have a runtime to themselves.
///
/// A connection is carried by the runtime that made it, and an answer that another thread waits for has
/// to wake that. So threads keep to connections of their own as long as there are enough.
pub(crate) fn turn() -> usize {
    TURN.with(|turn| *turn)
}
