//! What is as fast with many keys as with few: two databases side by side, each with a node, asked in
//! rounds that take turns.

mod place;

use std::fmt::Write as _;

use anyhow::Result;

use self::place::Place;
use super::{
    Order,
    load::{Load, Round, median},
    programs::Programs,
};
use crate::{
    product,
    requirement::{self, WRK},
};

/// Its name on the command line and in the document's markers.
pub(super) const NAME: &str = "growth";

/// How much is measured.
#[derive(Clone, Copy, Debug)]
struct Extent {
    few: usize,
    /// Unless told otherwise.
    many: usize,
    rounds: usize,
    /// Seconds of load on each node in a round.
    seconds: u64,
}

const WHOLE: Extent = Extent {
    few: 10_000,
    many: 1_000_000,
    rounds: 5,
    seconds: 5,
};

/// Whether the suite works, and no figures.
const QUICK: Extent = Extent {
    few: 500,
    many: 5_000,
    rounds: 1,
    seconds: 1,
};

/// One row.
#[derive(Clone, Copy, Debug)]
struct Subject {
    label: &'static str,
    asked: Asked,
    target: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Asked {
    /// Whether keys are good, as many of them as there are few.
    InUse,
    /// Whether keys are good, with all that are in memory in no order.
    Remembered,
    /// For the newest keys of an organization that has all of them.
    List,
}

const SUBJECTS: [Subject; 3] = [
    Subject {
        label: "verify one of as many keys in use, `GET /auth`",
        asked: Asked::InUse,
        target: "≤ 1.10",
    },
    Subject {
        label: "verify a random key out of all in memory, `GET /auth`",
        asked: Asked::Remembered,
        target: "≤ 1.10",
    },
    Subject {
        label: "first page of the list, `GET /api/v1/keys?limit=50`",
        asked: Asked::List,
        target: "≤ 1.20",
    },
];

/// Rounds with few keys, and with many.
type Rounds = [Vec<Round>; 2];

/// The table. Quickly means little of everything, with the program that the tests have built.
pub(super) fn table(order: &Order<'_>) -> Result<String> {
    requirement::ensure(&WRK)?;
    let extent = if order.quickly { QUICK } else { WHOLE };
    let many = order.keys.unwrap_or(extent.many);
    let programs = Programs::build(order.root, order.quickly)?;
    let folder = product::folder(order.root, "bench-growth")?;
    product::clear(&folder)?;
    let places = [
        Place::start(&programs, folder.join("few"), extent.few, extent.few)?,
        Place::start(&programs, folder.join("many"), many, extent.few)?,
    ];
    let load = Load::new(&folder)?;
    for place in &places {
        place.fill_memory(&load)?;
    }
    let rounds = rounds(&places, &load, extent)?;
    let [few, many] = &places;
    let head = format!(
        "Figures are requests a second; the ratio is that of the time for each of them.\n\
         In use are {} keys; in memory are {} and {}.\n\n\
         | what | {} keys | {} keys | ratio | target |\n|---|---:|---:|---:|---|\n",
        extent.few, few.size, many.size, few.known, many.known
    );
    let lines = lines(&rounds)?;
    drop(places);
    product::clear(&folder)?;
    Ok((head + &lines).trim_end().to_owned())
}

fn rounds(places: &[Place; 2], load: &Load, extent: Extent) -> Result<[Rounds; SUBJECTS.len()]> {
    let mut rounds = [const { [const { Vec::new() }; 2] }; SUBJECTS.len()];
    // The first round makes connections, and does not count.
    for (number, seconds) in std::iter::once(1)
        .chain(std::iter::repeat_n(extent.seconds, extent.rounds))
        .enumerate()
    {
        for (subject, rounds) in SUBJECTS.iter().zip(&mut rounds) {
            for (place, rounds) in places.iter().zip(rounds) {
                let round = match subject.asked {
                    Asked::InUse => place.verify(load, &place.in_use, seconds)?,
                    Asked::Remembered => place.verify(load, &place.remembered, seconds)?,
                    Asked::List => place.list(load, seconds)?,
                };
                if number > 0 {
                    rounds.push(round);
                }
            }
        }
    }
    Ok(rounds)
}

fn lines(rounds: &[Rounds]) -> Result<String> {
    let mut lines = String::new();
    for (subject, [few, many]) in SUBJECTS.iter().zip(rounds) {
        let few = median(few, |round| round.rate)?;
        let many = median(many, |round| round.rate)?;
        let Subject { label, target, .. } = subject;
        writeln!(
            lines,
            "| {label} | {few:.0} | {many:.0} | {:.2} | {target} |",
            few / many
        )?;
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_that_of_times() {
        let round = |rate| Round {
            requests: 1.0,
            rate,
            processor: 1.0,
            p99: 1.0,
        };
        let rounds = [[110.0, 100.0], [90.0, 100.0], [50.0, 50.0]];
        let rounds = rounds.map(|row| row.map(|rate| vec![round(rate)]));
        let lines = lines(&rounds).unwrap();
        for line in [
            "in use, `GET /auth` | 110 | 100 | 1.10 | ≤ 1.10 |",
            "in memory, `GET /auth` | 90 | 100 | 0.90 | ≤ 1.10 |",
            "limit=50` | 50 | 50 | 1.00 | ≤ 1.20 |",
        ] {
            assert!(lines.contains(line), "{lines}");
        }
    }
}
