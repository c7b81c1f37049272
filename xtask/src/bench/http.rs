//! The service over HTTP, beside handlers by hand, in rounds that take turns.

mod cached;
mod place;
mod rates;
mod revoke;
mod starts;
mod subjects;

use std::{fmt::Write as _, fs, time::Duration};

use anyhow::Result;

use self::{cached::Cached, place::Place, revoke::Revoked, starts::Starts, subjects::SUBJECTS};
use super::{Order, load::Load, programs::Programs};
use crate::{
    product,
    requirement::{self, WRK},
};

/// Its name on the command line and in the document's markers.
pub(super) const NAME: &str = "http";

/// How much is measured.
#[derive(Clone, Copy, Debug)]
struct Extent {
    /// Keys that the database knows.
    known: usize,
    /// Keys that are used again and again.
    used: usize,
    /// Keys that are put into a node's memory, to see how much of it they take.
    cached: usize,
    rounds: usize,
    /// Seconds of load on each subject in a round.
    seconds: u64,
    /// Keys that are revoked, one after the other.
    revoked: usize,
}

const WHOLE: Extent = Extent {
    known: 1_000_000,
    used: 10_000,
    cached: 250_000,
    rounds: 5,
    seconds: 5,
    revoked: 300,
};

/// Whether the suite works, and no figures.
const QUICK: Extent = Extent {
    known: 50_000,
    used: 200,
    cached: 10_000,
    rounds: 1,
    seconds: 1,
    revoked: 20,
};

/// The tables. Quickly means little of everything, with the program that the tests have built.
pub(super) fn tables(order: &Order<'_>) -> Result<String> {
    requirement::ensure(&WRK)?;
    let extent = if order.quickly { QUICK } else { WHOLE };
    let programs = Programs::build(order.root, order.quickly)?;
    let folder = product::folder(order.root, "bench-http")?;
    product::clear(&folder)?;
    let place = Place::start(&programs, folder.join("stack"), extent)?;
    let load = Load::new(&place.stack.folder)?;
    let rounds = subjects::rounds(&place, &load, extent)?;
    let cached = Cached::measure(&place, &load, extent)?;
    let revoked = Revoked::measure(&place, extent.revoked)?;
    let starts = Starts::measure(&programs.service, &folder.join("embedded"), &place.in_use)?;
    let figures = [
        ("revoke on 3 nodes, p50", millis(revoked.at(50)?), "≤ 10 ms"),
        ("revoke on 3 nodes, p99", millis(revoked.at(99)?), "≤ 25 ms"),
        (
            "revoke while one node is paused",
            millis(revoked.paused),
            "≤ 1200 ms",
        ),
        (
            "revoke when one node has just died",
            millis(revoked.dead),
            "≤ 1200 ms",
        ),
        (
            "first start, embedded, to the first answer about a key",
            millis(starts.first),
            "≤ 2000 ms",
        ),
        (
            "later start, embedded, to the same",
            millis(starts.later),
            "≤ 500 ms",
        ),
        (
            "size of the program",
            mebibytes(fs::metadata(&programs.service)?.len()),
            "≤ 30 MB",
        ),
        (
            "resident memory when idle",
            mebibytes(place.idle),
            "≤ 30 MB",
        ),
        (
            &format!("resident memory a cached key, {:.0} of them", cached.keys),
            format!("{:.0} B", cached.each),
            "≤ 200 B",
        ),
    ];
    let mut lines = rates::table(&SUBJECTS, &rounds)?;
    lines += "\n| what | figure | target |\n|---|---:|---|\n";
    for (what, figure, target) in figures {
        writeln!(lines, "| {what} | {figure} | {target} |")?;
    }
    drop(place);
    product::clear(&folder)?;
    Ok(lines.trim_end().to_owned())
}

fn millis(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

fn mebibytes(bytes: u64) -> String {
    let tenths = bytes * 10 / (1 << 20);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_one_decimal() {
        assert_eq!(mebibytes(3 << 19), "1.5 MiB");
        assert_eq!(millis(Duration::from_micros(1_250)), "1.2 ms");
    }
}
