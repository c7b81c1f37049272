//! Ends a run whose target does not come back from an input: a parser that loops is a failure too.

use std::{
    process,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use crate::{corpus::Corpus, say};

/// How long one input may take; parsers need microseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// The input that is being tried.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    begun: AtomicU64,
    input: Mutex<Vec<u8>>,
}

impl Progress {
    /// Notes that `input` is tried from now on.
    pub(crate) fn begin(&self, input: &[u8]) {
        let mut current = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        current.clear();
        current.extend_from_slice(input);
        self.begun.fetch_add(1, Ordering::Relaxed);
    }
}

/// Runs `work`; when an input takes too long, saves and prints it and ends the process with a failure.
pub(crate) fn guard<T>(corpus: &Corpus, work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    let (done, finished) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let progress = &progress;
        scope.spawn(move || watch(progress, &finished, corpus));
        let result = work(progress);
        drop(done);
        result
    })
}

fn watch(progress: &Progress, finished: &mpsc::Receiver<()>, corpus: &Corpus) {
    let mut seen = 0;
    while finished.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) {
        let begun = progress.begun.load(Ordering::Relaxed);
        if begun == seen {
            let input = progress
                .input
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            say(&format!("FAILED: no answer after {} s", PATIENCE.as_secs()));
            say(&format!("  input (hex): {}", crate::corpus::hex(&input)));
            match corpus.save(&input) {
                Ok(path) => say(&format!("  input saved: {}", path.display())),
                Err(error) => say(&format!("  input not saved: {error:#}")),
            }
            process::exit(1);
        }
        seen = begun;
    }
}
