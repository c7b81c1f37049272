//! The table of what was asked for in rounds, by medians.

use std::{collections::HashMap, fmt::Write as _};

use anyhow::{Context as _, Result};

use super::subjects::Subject;
use crate::bench::load::{Round, median};

/// Rate, processor time and p99 of each row, beside those of the row that it is compared with.
pub(super) fn table(subjects: &[Subject], rounds: &[Vec<Round>]) -> Result<String> {
    let mut lines = "Ratios and targets are of requests a second, processor time and p99, to the row that is named.\n\n\
         | what | requests/s | server's processor time a request | p99 | ratios | target |\n\
         |---|---:|---:|---:|---|---|\n"
        .to_owned();
    let mut known = HashMap::new();
    for (subject, rounds) in subjects.iter().zip(rounds) {
        let figures = [
            median(rounds, |round| round.rate)?,
            median(rounds, |round| round.processor)?,
            median(rounds, |round| round.p99)?,
        ];
        known.insert(subject.name, figures);
        let ratios = match subject.reference {
            None => "—".to_owned(),
            Some(name) => {
                let reference = known.get(name);
                let reference = reference.with_context(|| format!("there is no row `{name}`"))?;
                format!("{} of {name}", ratios(figures, *reference))
            }
        };
        let [rate, processor, p99] = figures;
        let target = match subject.target {
            "" => "—",
            target => target,
        };
        writeln!(
            lines,
            "| {} | {rate:.0} | {processor:.1} µs | {:.2} ms | {ratios} | {target} |",
            subject.label,
            p99 / 1000.0,
        )?;
    }
    Ok(lines)
}

fn ratios(figures: [f64; 3], reference: [f64; 3]) -> String {
    let ratios = figures.iter().zip(reference);
    let ratios = ratios.map(|(figure, reference)| format!("{:.2}", figure / reference));
    ratios.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{super::subjects::SUBJECTS, *};

    #[test]
    fn rows_have_medians_and_their_ratios_to_the_row_that_they_name() {
        let round = |rate| Round {
            requests: 1.0,
            rate,
            processor: 10.0,
            p99: 1500.0,
        };
        let rounds = [vec![90.0, 500.0, 100.0], vec![95.0], vec![50.0], vec![40.0]];
        let rounds = rounds.map(|rates| rates.into_iter().map(round).collect::<Vec<_>>());
        let table = table(&SUBJECTS, &rounds).unwrap();
        for line in [
            "nothing | 100 | 10.0 µs | 1.50 ms | — | — |",
            "from memory | 95 | 10.0 µs | 1.50 ms | 0.95, 1.00, 1.00 of bare | ≥ 0.95, ≤ 1.15, ≤ 1.2 |",
            "| 40 | 10.0 µs | 1.50 ms | 0.80, 1.00, 1.00 of select | ≥ 0.8 of the rate |",
        ] {
            assert!(table.contains(line), "{table}");
        }
    }

    #[test]
    fn a_row_without_rounds_or_reference_is_an_error() {
        assert!(table(&SUBJECTS, &[vec![]]).is_err());
        let round = Round {
            requests: 1.0,
            rate: 1.0,
            processor: 1.0,
            p99: 1.0,
        };
        assert!(table(&SUBJECTS[1..], &[vec![round]]).is_err());
    }
}
