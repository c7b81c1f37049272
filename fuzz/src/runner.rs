//! Runs one target: the corpus first, then mutated inputs, until the limit or the first failure.

use std::{
    cell::RefCell,
    panic::{PanicHookInfo, catch_unwind},
    time::{Duration, Instant},
};

use crate::{mutator::Mutator, targets::Target, verdict::Verdict, watchdog::Progress};

/// Accepted inputs kept as starts for further ones, beside the corpus.
const MAX_FRESH: usize = 256;

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    /// After so many inputs: the same seed gives the same run.
    Iterations(u64),
    /// After so long.
    Time(Duration),
}

/// What a run did.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Report {
    /// Inputs of the corpus that were replayed.
    pub(crate) replayed: usize,
    /// Mutated inputs that were tried.
    pub(crate) tried: u64,
    /// Mutated inputs that the parser accepted; none at all hints at a poor corpus.
    pub(crate) accepted: u64,
    /// The first failure, which ended the run.
    pub(crate) failure: Option<Failure>,
}

/// An input on which the target panicked.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) input: Vec<u8>,
    pub(crate) message: String,
}

/// Replays `corpus`, then tries mutated inputs until `limit`.
pub(crate) fn run(
    target: &Target,
    corpus: &[Vec<u8>],
    seed: u64,
    limit: Limit,
    progress: &Progress,
) -> Report {
    let mut report = Report {
        replayed: 0,
        tried: 0,
        accepted: 0,
        failure: None,
    };
    for input in corpus {
        report.replayed += 1;
        if let Err(failure) = attempt(target, input, progress) {
            report.failure = Some(failure);
            return report;
        }
    }
    let mut pool = corpus.to_vec();
    let mut mutator = Mutator::new(seed, target.tokens);
    let started = now();
    while within(limit, report.tried, started) {
        let input = mutator.next(&pool);
        report.tried += 1;
        match attempt(target, &input, progress) {
            Ok(Verdict::Refused) => {}
            Ok(Verdict::Accepted) => {
                report.accepted += 1;
                keep(&mut pool, corpus.len(), input, &mut mutator);
            }
            Err(failure) => {
                report.failure = Some(failure);
                break;
            }
        }
    }
    report
}

/// Puts an accepted input into the pool; when that is full, in place of an earlier one, never of the corpus.
fn keep(pool: &mut Vec<Vec<u8>>, fixed: usize, input: Vec<u8>, mutator: &mut Mutator) {
    if pool.len() < fixed + MAX_FRESH {
        pool.push(input);
    } else {
        let place = fixed + mutator.below(MAX_FRESH);
        pool[place] = input;
    }
}

fn within(limit: Limit, tried: u64, started: Instant) -> bool {
    match limit {
        Limit::Iterations(most) => tried < most,
        Limit::Time(most) => started.elapsed() < most,
    }
}

fn attempt(target: &Target, input: &[u8], progress: &Progress) -> Result<Verdict, Failure> {
    progress.begin(input);
    catch_unwind(|| (target.run)(input)).map_err(|payload| {
        let message = LAST_PANIC
            .take()
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .or_else(|| {
                payload
                    .downcast_ref::<&str>()
                    .map(|text| (*text).to_owned())
            })
            .unwrap_or_else(|| "panicked".to_owned());
        Failure {
            input: input.to_vec(),
            message,
        }
    })
}

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Panic hook: keeps the message and its place for the report, and prints nothing.
pub(crate) fn remember_panic(panic: &PanicHookInfo<'_>) {
    LAST_PANIC.set(Some(panic.to_string()));
}

#[expect(
    clippy::disallowed_methods,
    reason = "a tool that measures its own run time, no rule of the product"
)]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests;
