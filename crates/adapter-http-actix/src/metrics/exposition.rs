//! The text that Prometheus reads (exposition format 0.0.4).

use std::fmt::Write as _;

use super::{
    BUCKETS, DURATIONS, Family, HISTOGRAM, OUTCOMES, PLACES, Readings, STATUSES, VERIFICATIONS,
    outcome_name,
};
use crate::operations::OPERATIONS;

/// Counters that are zero for operations and statuses that never occurred are left out.
pub(super) fn text(sums: &[u64], readings: &[Box<dyn Readings>]) -> String {
    let mut text = Text(String::with_capacity(16 * 1024));
    let readings: Vec<_> = readings
        .iter()
        .flat_map(|readings| readings.read())
        .collect();
    let sum = |place: usize| sums.get(place).copied().unwrap_or(0);
    for family in Family::ALL.iter().copied() {
        text.head(family);
        match family {
            Family::Build => text.line(family, &[("version", env!("CARGO_PKG_VERSION"))], 1),
            Family::Requests => {
                for place in 0..PLACES {
                    for (index, status) in STATUSES.iter().enumerate() {
                        let count = sum(place * STATUSES.len() + index);
                        if count > 0 {
                            let (operation, status) = (operation(place), status.to_string());
                            let labels = [("operation", &*operation), ("status", &status)];
                            text.line(family, &labels, count);
                        }
                    }
                }
            }
            Family::Durations => {
                for place in 0..PLACES {
                    let first = DURATIONS + place * HISTOGRAM;
                    let counts: Vec<u64> = (first..first + HISTOGRAM).map(sum).collect();
                    text.histogram(family, &operation(place), &counts);
                }
            }
            Family::Verifications => {
                for place in 0..OUTCOMES {
                    let labels = [("outcome", outcome_name(place))];
                    text.line(family, &labels, sum(VERIFICATIONS + place));
                }
            }
            _ => {
                for reading in readings.iter().filter(|reading| reading.family == family) {
                    let label = reading.label.map(|value| (family.labels(), value));
                    text.line(family, label.as_slice(), reading.value);
                }
            }
        }
    }
    text.0
}

/// Method and path, as the description of the API has them.
fn operation(place: usize) -> String {
    OPERATIONS.get(place).map_or_else(
        || "other".to_owned(),
        |operation| format!("{} {}", operation.method, operation.path),
    )
}

/// Writing to a `String` cannot fail. No value of a label needs escaping: all are ours.
struct Text(String);

impl Text {
    fn head(&mut self, family: Family) {
        let (name, kind) = (family.name(), family.kind().as_str());
        let _ = writeln!(self.0, "# HELP {name} {}", family.help());
        let _ = writeln!(self.0, "# TYPE {name} {kind}");
    }

    fn line(&mut self, family: Family, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        self.sample(family.name(), "", labels, value);
    }

    fn sample(
        &mut self,
        name: &str,
        suffix: &str,
        labels: &[(&str, &str)],
        value: impl std::fmt::Display,
    ) {
        let _ = write!(self.0, "{name}{suffix}");
        for (index, (label, text)) in labels.iter().enumerate() {
            let before = if index == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{before}{label}=\"{text}\"");
        }
        let after = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.0, "{after} {value}");
    }

    /// `counts` are those of the buckets, of what lies beyond them, and the sum in microseconds.
    fn histogram(&mut self, family: Family, operation: &str, counts: &[u64]) {
        let Some((micros, counts)) = counts.split_last() else {
            return;
        };
        let total: u64 = counts.iter().sum();
        if total == 0 {
            return;
        }
        let mut below = 0;
        for (end, count) in BUCKETS.iter().zip(counts) {
            below += count;
            let end = seconds(*end).to_string();
            let labels = [("operation", operation), ("le", &end)];
            self.sample(family.name(), "_bucket", &labels, below);
        }
        let labels = [("operation", operation), ("le", "+Inf")];
        self.sample(family.name(), "_bucket", &labels, total);
        let labels = [("operation", operation)];
        self.sample(family.name(), "_sum", &labels, seconds(*micros));
        self.sample(family.name(), "_count", &labels, total);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a sum of microseconds is exact for 285 years"
)]
fn seconds(micros: u64) -> f64 {
    micros as f64 / 1e6
}
