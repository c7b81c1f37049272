//! Judges a history. Pure: it knows nothing of services.
//!
//! **Invariant I.** Let a change that takes power from a key return success at t.
//! A verification that is invoked after t does not accept the key.
//! One that overlaps the change may go either way.
//!
//! A change without an answer, or with another one than success, may have happened or not, so it forbids
//! nothing by itself; it is repeated until it succeeds, and forbids from then on.

use super::history::{Change, History, Kind, Moment, Outcome, Verification};

/// What a history comes to.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    /// Accepted although it must not be.
    pub(super) violations: Vec<Violation>,
    /// Denied although nobody had begun to take anything from the key.
    pub(super) wrongly_denied: Vec<Verification>,
    /// Verifications that were invoked after such a change had returned: those that could have violated.
    pub(super) telling: u64,
}

/// A verification that accepted a key, and since when that was forbidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Violation {
    pub(super) verification: Verification,
    pub(super) forbidden_since: Moment,
}

/// What must hold of one key.
#[derive(Clone, Debug, Default)]
struct Rules {
    /// From when to when acceptance is forbidden.
    forbidden: Vec<(Moment, Moment)>,
    /// When the first call began that might take something from it.
    touched: Option<Moment>,
}

pub(super) fn check(history: &History) -> Verdict {
    let rules = rules(&history.changes);
    let untouched = Rules::default();
    let mut verdict = Verdict::default();
    for verification in &history.verifications {
        let rules = usize::try_from(verification.key())
            .ok()
            .and_then(|key| rules.get(key))
            .unwrap_or(&untouched);
        judge(*verification, rules, &mut verdict);
    }
    verdict
}

fn judge(verification: Verification, rules: &Rules, verdict: &mut Verdict) {
    let (started, ended) = (verification.started(), verification.ended());
    let forbidden = rules
        .forbidden
        .iter()
        .find(|(since, until)| *since < started && ended < *until);
    match (forbidden, verification.outcome()) {
        (Some((since, _)), outcome) => {
            verdict.telling += 1;
            if outcome == Outcome::Accepted {
                verdict.violations.push(Violation {
                    verification,
                    forbidden_since: *since,
                });
            }
        }
        (None, Outcome::Denied) if rules.touched.is_none_or(|touched| ended < touched) => {
            verdict.wrongly_denied.push(verification);
        }
        _ => {}
    }
}

/// By the number of the key.
fn rules(changes: &[Change]) -> Vec<Rules> {
    let count = changes.iter().map(|change| change.keys.end).max();
    let mut all = vec![Rules::default(); place(count.unwrap_or(0))];
    let mut lifted: Vec<&Change> = changes
        .iter()
        .filter(|change| change.kind == Kind::Resume)
        .collect();
    lifted.sort_by_key(|change| change.started);
    for change in changes.iter().filter(|change| change.kind != Kind::Resume) {
        let until = |key: u32, since: Moment| {
            // What was revoked stays revoked; a suspension holds until somebody begins to end it.
            let ends = |resume: &&&Change| {
                change.kind == Kind::Suspend && resume.keys.contains(&key) && resume.ended > since
            };
            lifted
                .iter()
                .find(ends)
                .map_or(Moment::MAX, |resume| resume.started)
        };
        for key in change.keys.clone() {
            let Some(rules) = all.get_mut(place(key)) else {
                continue;
            };
            rules.touched = Some(
                rules
                    .touched
                    .map_or(change.started, |first| first.min(change.started)),
            );
            if let Some(since) = change.acknowledged {
                rules.forbidden.push((since, until(key, since)));
            }
        }
    }
    all
}

fn place(key: u32) -> usize {
    usize::try_from(key).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
