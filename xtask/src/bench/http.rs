//! The service over HTTP, beside handlers by hand, in rounds that take turns.

mod load;
mod place;
mod starts;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};

use self::{
    load::{Round, Target},
    place::{ASKED, Place},
    starts::Starts,
};
use crate::{
    process,
    product::{self, Build},
    requirement::{self, WRK},
    stack::Node,
    workspace,
};

/// Its name on the command line and in the document's markers.
pub(super) const NAME: &str = "http";

/// How much is measured.
#[derive(Clone, Copy, Debug)]
struct Extent {
    /// Keys that the database knows.
    known: usize,
    /// Keys that are used.
    used: usize,
    rounds: usize,
    /// Seconds of load on each subject in a round.
    seconds: u64,
    /// Keys that are revoked, one after the other.
    revoked: usize,
}

const WHOLE: Extent = Extent {
    known: 1_000_000,
    used: 10_000,
    rounds: 5,
    seconds: 5,
    revoked: 300,
};

/// Whether the suite works, and no figures.
const QUICK: Extent = Extent {
    known: 1000,
    used: 200,
    rounds: 1,
    seconds: 1,
    revoked: 20,
};

/// What is run.
#[derive(Debug)]
struct Programs {
    service: PathBuf,
    reference: PathBuf,
}

/// What is asked for: a label, who answers, the path, and the target.
const SUBJECTS: [(&str, Server, &str, &str); 4] = [
    (
        "actix-web, a handler that does nothing",
        Server::Reference,
        "/bare",
        "",
    ),
    (
        "`GET /auth` from memory",
        Server::Service,
        "/auth?scope=read:findings",
        "≥ 0.95, ≤ 1.15, ≤ 1.2",
    ),
    (
        "actix-web, one `SELECT` a request with `tokio-postgres`",
        Server::Reference,
        "/select",
        "",
    ),
    (
        "`GET /api/v1/findings`, 20 of a tenant",
        Server::Reader,
        "/api/v1/findings?limit=20",
        "",
    ),
];

#[derive(Clone, Copy, Debug)]
enum Server {
    Reference,
    Service,
    /// The service, with the one key that may read.
    Reader,
}

/// The tables. Quickly means little of everything, with the program that the tests have built.
pub(super) fn tables(root: &Path, quickly: bool) -> Result<String> {
    requirement::ensure(&WRK)?;
    let extent = if quickly { QUICK } else { WHOLE };
    let programs = programs(root, quickly)?;
    let folder = product::folder(root, "bench-http")?;
    product::clear(&folder)?;
    let place = Place::start(&programs, folder.join("stack"), extent)?;
    let rounds = rounds(&place, extent)?;
    let mut lines = rates(&rounds)?;
    let revoke = |keys| revoke(&place, keys);
    let mut healthy = revoke(extent.revoked)?;
    healthy.sort_unstable();
    let last = place.nodes.last().context("there is no node")?;
    last.signal("STOP")?;
    let paused = revoke(1);
    last.signal("CONT")?;
    let starts = Starts::measure(&programs.service, &folder.join("embedded"), &place.keys)?;
    let size = fs::metadata(&programs.service)?.len();
    lines += "\n| what | figure | target |\n|---|---:|---|\n";
    for (what, figure, target) in [
        (
            "revoke on 3 nodes, p50",
            millis(at(&healthy, 50)?),
            "≤ 10 ms",
        ),
        (
            "revoke on 3 nodes, p99",
            millis(at(&healthy, 99)?),
            "≤ 25 ms",
        ),
        (
            "revoke while one node is paused",
            millis(at(&paused?, 100)?),
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
        ("size of the program", mebibytes(size), "≤ 30 MB"),
        (
            "resident memory when idle",
            mebibytes(place.idle),
            "≤ 30 MB",
        ),
    ] {
        writeln!(lines, "| {what} | {figure} | {target} |")?;
    }
    drop(place);
    product::clear(&folder)?;
    Ok(lines.trim_end().to_owned())
}

fn programs(root: &Path, quickly: bool) -> Result<Programs> {
    let (build, folder, flag) = if quickly {
        (Build::Debug, "debug", "--workspace --all-features")
    } else {
        (
            Build::Release,
            "release",
            "--release --package aiia-keys --package aiia-keys-bench-reference",
        )
    };
    let service = product::build(root, build)?;
    let words = format!("build --locked {flag} --bin aiia-keys-bench-reference");
    process::stream(&mut process::cargo(root, &words))?;
    let target = workspace::metadata(root)?.target_directory;
    let reference = target.join(folder).join("aiia-keys-bench-reference");
    Ok(Programs {
        service,
        reference: reference.into_std_path_buf(),
    })
}

/// Each subject's rounds, which take turns, so that what else the machine does is shared.
fn rounds(place: &Place, extent: Extent) -> Result<[Vec<Round>; SUBJECTS.len()]> {
    let script = place.stack.folder.join("wrk.lua");
    fs::write(&script, include_str!("http/wrk.lua"))?;
    let service = place.nodes.first().context("there is no node")?;
    let ask = |(_, server, path, _): (&str, Server, &str, &str), seconds| {
        let (node, keys) = match server {
            Server::Reference => (&place.reference, &place.keys),
            Server::Service => (service, &place.keys),
            Server::Reader => (service, &place.reader),
        };
        let target = Target {
            server: node.address(),
            process: node.id(),
            path,
            keys,
        };
        load::round(&script, &target, seconds)
    };
    // Before anything counts, every key is in memory and every connection is there.
    for subject in SUBJECTS {
        ask(subject, 1)?;
    }
    let mut rounds = [const { Vec::new() }; SUBJECTS.len()];
    for _ in 0..extent.rounds {
        for (subject, rounds) in SUBJECTS.into_iter().zip(&mut rounds) {
            rounds.push(ask(subject, extent.seconds)?);
        }
    }
    Ok(rounds)
}

/// The table of what was asked for in rounds, by medians.
fn rates(rounds: &[Vec<Round>]) -> Result<String> {
    let medians = |rounds: &[Round]| {
        let of = |figure: fn(&Round) -> f64| median(rounds.iter().map(figure).collect());
        Some([
            of(|round| round.rate)?,
            of(|round| round.processor)?,
            of(|round| round.p99)?,
        ])
    };
    let bare = rounds.first().and_then(|rounds| medians(rounds));
    let bare = bare.context("nothing was measured")?;
    let mut lines = "Targets and ratios are of requests a second, processor time and p99, to the first row.\n\n\
         | what | requests/s | server's processor time a request | p99 | ratios | target |\n\
         |---|---:|---:|---:|---:|---|\n"
        .to_owned();
    for ((label, _, _, target), rounds) in SUBJECTS.iter().zip(rounds) {
        let medians = medians(rounds).context("nothing was measured")?;
        let [rate, processor, p99] = medians;
        let ratios: Vec<_> = medians
            .iter()
            .zip(bare)
            .map(|(figure, bare)| format!("{:.2}", figure / bare))
            .collect();
        let target = if target.is_empty() { "—" } else { target };
        writeln!(
            lines,
            "| {label} | {rate:.0} | {processor:.1} µs | {:.2} ms | {} | {target} |",
            p99 / 1000.0,
            ratios.join(", "),
        )?;
    }
    Ok(lines)
}

/// Generates and revokes so many keys, at each node in turn; how long each revocation took.
fn revoke(place: &Place, keys: usize) -> Result<Vec<Duration>> {
    let mut took = Vec::new();
    // The last node may be the one that is paused.
    let nodes = place.nodes.iter().take(2).cycle().map(Node::address);
    for node in nodes.take(keys) {
        let key = place.manager.generate(node, &[ASKED])?;
        let started = process::now();
        let answer = place.manager.revoke(node, &key.id)?;
        took.push(started.elapsed());
        ensure!(answer.status == 200, "{}: {}", answer.status, answer.body);
    }
    Ok(took)
}

fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}

/// Which of the sorted durations so many in a hundred do not exceed.
fn at(sorted: &[Duration], percent: usize) -> Result<Duration> {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().context("nothing was measured")
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
    fn rows_have_medians_and_their_ratios_to_the_first() {
        let round = |rate| Round {
            rate,
            processor: 10.0,
            p99: 1500.0,
        };
        let bare = vec![round(90.0), round(100.0), round(500.0)];
        let ours = vec![round(95.0)];
        let table = rates(&[bare, ours, vec![round(1.0)], vec![round(1.0)]]).unwrap();
        assert!(
            table.contains(
                "| `GET /auth` from memory | 95 | 10.0 µs | 1.50 ms | 0.95, 1.00, 1.00 |"
            ),
            "{table}"
        );
    }

    #[test]
    fn percentiles_are_measured_ones() {
        let sorted: Vec<_> = (1..=200).map(Duration::from_millis).collect();
        let found = [50, 99, 100].map(|percent| at(&sorted, percent).unwrap().as_millis());
        assert_eq!(found, [100, 198, 200]);
        assert!(at(&[], 50).is_err());
        assert_eq!(mebibytes(3 << 19), "1.5 MiB");
    }
}
