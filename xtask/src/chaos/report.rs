//! What a run came to, in figures.

use super::{
    check::Verdict,
    history::{Change, History, Kind, Moment, Outcome, Verification},
    measure::Period,
    schedule::NODES,
};
use crate::output::table;

/// What counts as under a fault: what overlaps one, or the second behind it.
const AFTER: Moment = 1_000_000_000;

/// The figures, as a text of several tables.
pub(super) fn report(history: &History, verdict: &Verdict, periods: &[Period]) -> String {
    let disturbed = |started: Moment, ended: Moment| {
        periods
            .iter()
            .any(|(since, until)| started <= until + AFTER && ended >= *since)
    };
    let telling = format!(
        "\n{} verifications began after their key had been refused for good or for now; {} of them were accepted.\n\
         {} keys were refused that nobody had changed. {} verifications were not answered.",
        verdict.telling,
        verdict.violations.len(),
        verdict.wrongly_denied.len(),
        history.unanswered
    );
    [
        by_node(&history.verifications),
        verifications(&history.verifications, disturbed),
        changes(&history.changes, disturbed),
        telling,
    ]
    .join("\n\n")
}

fn by_node(all: &[Verification]) -> String {
    let outcomes = [
        Outcome::Accepted,
        Outcome::Denied,
        Outcome::Unavailable,
        Outcome::Other,
    ];
    let mut counts = [[0_u64; 4]; NODES];
    for verification in all {
        let counts = usize::try_from(verification.node())
            .ok()
            .and_then(|node| counts.get_mut(node));
        for (count, outcome) in counts.into_iter().flatten().zip(outcomes) {
            *count += u64::from(verification.outcome() == outcome);
        }
    }
    let rows: Vec<_> = counts
        .iter()
        .enumerate()
        .map(|(node, counts)| {
            let mut cells = vec![node.to_string()];
            cells.extend(counts.iter().map(u64::to_string));
            cells.push(counts.iter().sum::<u64>().to_string());
            cells
        })
        .collect();
    let header = ["node", "accepted", "denied", "503 or 429", "other", "all"];
    table(&header, &rows, &[1, 2, 3, 4, 5])
}

fn verifications(all: &[Verification], disturbed: impl Fn(Moment, Moment) -> bool) -> String {
    let (mut faulty, mut calm) = (Vec::new(), Vec::new());
    for one in all {
        let list = if disturbed(one.started(), one.ended()) {
            &mut faulty
        } else {
            &mut calm
        };
        list.push(u64::from(one.micros()));
    }
    let rows = [
        row("verifications in a row, calm", calm),
        row("verifications in a row, faults", faulty),
    ];
    table(&HEADER, &rows, &RIGHT)
}

fn changes(all: &[Change], disturbed: impl Fn(Moment, Moment) -> bool) -> String {
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        let (mut faulty, mut calm) = (Vec::new(), Vec::new());
        let of_kind: Vec<_> = all.iter().filter(|change| change.kind == kind).collect();
        for change in &of_kind {
            if let Some(done) = change.acknowledged {
                let list = if disturbed(change.started, done) {
                    &mut faulty
                } else {
                    &mut calm
                };
                list.push(done.saturating_sub(change.started) / 1000);
            }
        }
        let unknown = of_kind.len() - calm.len() - faulty.len();
        rows.push(row(&format!("{}, calm", kind.name()), calm));
        rows.push(row(&format!("{}, faults", kind.name()), faulty));
        rows.push(vec![
            format!("{}, unknown outcome", kind.name()),
            unknown.to_string(),
        ]);
    }
    table(&HEADER, &rows, &RIGHT)
}

const HEADER: [&str; 6] = ["what", "number", "p50 ms", "p95 ms", "p99 ms", "most ms"];
const RIGHT: [usize; 5] = [1, 2, 3, 4, 5];

/// Microseconds, as their number and percentiles.
fn row(label: &str, mut micros: Vec<u64>) -> Vec<String> {
    micros.sort_unstable();
    let mut cells = vec![label.to_owned(), micros.len().to_string()];
    cells.extend([500, 950, 990, 1000].map(|share| {
        let place = (micros.len() * share).div_ceil(1000).saturating_sub(1);
        micros.get(place).map_or_else(String::new, |micros| {
            format!("{}.{:02}", micros / 1000, micros % 1000 / 10)
        })
    }));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_all_that_was_measured() {
        let cells = row("a", (1..=100).rev().map(|n| n * 1000).collect());
        assert_eq!(cells, ["a", "100", "50.00", "95.00", "99.00", "100.00"]);
        assert_eq!(row("b", Vec::new()), ["b", "0", "", "", "", ""]);
    }

    #[test]
    fn what_overlaps_a_fault_or_the_second_behind_it_is_told_apart() {
        let at = |second: u64| {
            let start = second * 1_000_000_000;
            Verification::new(0, 0, Outcome::Accepted, start, start + 1000)
        };
        let history = History {
            verifications: vec![at(1), at(10), at(12), at(14)],
            ..History::default()
        };
        let period = (9_000_000_000, 11_500_000_000);
        let text = report(&history, &Verdict::default(), &[period]);
        let number = |label: &str| {
            let row = text.lines().find_map(|line| line.strip_prefix(label));
            row.and_then(|row| row.split_whitespace().next())
        };
        assert_eq!(number("verifications in a row, calm"), Some("2"), "{text}");
        assert_eq!(
            number("verifications in a row, faults"),
            Some("2"),
            "{text}"
        );
    }
}
