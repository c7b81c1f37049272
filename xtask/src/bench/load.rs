//! Load on one server, and what it cost.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::{process, stack::Node};

/// How many ticks of the processor's clock are a second, in `/proc`.
const TICKS: f64 = 100.0;
/// Threads of the generator.
const THREADS: u32 = 2;

/// What one round came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Round {
    /// Requests that were answered.
    pub(super) requests: f64,
    /// Requests in a second.
    pub(super) rate: f64,
    /// Microseconds of the server's processor time for each of them.
    pub(super) processor: f64,
    /// Microseconds within which 99 of 100 are answered.
    pub(super) p99: f64,
}

/// Which keys are asked with: a file, one a line, all of one length.
#[derive(Clone, Copy, Debug)]
pub(super) enum Keys<'a> {
    /// All of them, again and again.
    InTurn(&'a Path),
    /// Each of them once.
    Once(&'a Path),
}

/// What is asked, and of whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'a> {
    pub(super) server: SocketAddr,
    /// The server's process.
    pub(super) process: u32,
    pub(super) path: &'a str,
    pub(super) keys: Keys<'a>,
}

impl<'a> Target<'a> {
    /// Asks a node.
    pub(super) fn of(node: &Node, path: &'a str, keys: Keys<'a>) -> Self {
        Self {
            server: node.address(),
            process: node.id(),
            path,
            keys,
        }
    }
}

/// The generator of load.
#[derive(Debug)]
pub(super) struct Load {
    script: PathBuf,
}

impl Load {
    /// Its script is put into a folder.
    pub(super) fn new(folder: &Path) -> Result<Self> {
        let script = folder.join("load.lua");
        fs::write(&script, include_str!("load.lua"))?;
        Ok(Self { script })
    }

    /// Asks for so many seconds, on 64 connections. Whoever refuses a single request is not measured,
    /// and neither is who was asked with every key before the time was over.
    pub(super) fn round(&self, target: &Target<'_>, seconds: u64) -> Result<Round> {
        let (round, spent) = self.run(target, seconds)?;
        ensure!(
            !spent,
            "{:.0} requests in {seconds} s were more than there are keys that are used once",
            round.requests
        );
        Ok(round)
    }

    /// The same without a figure: there may be too few keys. Whether there were.
    pub(super) fn warm_up(&self, target: &Target<'_>, seconds: u64) -> Result<bool> {
        let (_, spent) = self.run(target, seconds)?;
        Ok(spent)
    }

    /// Also whether there were too few keys.
    fn run(&self, target: &Target<'_>, seconds: u64) -> Result<(Round, bool)> {
        let before = ticks(target.process)?;
        let words = format!(
            "--threads {THREADS} --connections 64 --latency --duration {seconds}s --script"
        );
        let (keys, parts) = match target.keys {
            Keys::InTurn(keys) => (keys, 0),
            Keys::Once(keys) => (keys, THREADS),
        };
        let mut wrk = process::command(Path::new("/"), "wrk", &words);
        wrk.arg(&self.script)
            .arg(format!("http://{}{}", target.server, target.path))
            .arg("--")
            .arg(keys)
            .arg(parts.to_string());
        let printed = process::capture(&mut wrk).context("wrk failed")?;
        let used = ticks(target.process)? - before;
        let counted = read(&printed)?;
        let requests = counted("requests")?;
        ensure!(
            counted("refused")? == 0.0 && counted("broken")? == 0.0 && requests > 0.0,
            "not everything was answered with success: {printed}"
        );
        let round = Round {
            requests,
            rate: requests / counted("microseconds")? * 1e6,
            processor: used / TICKS / requests * 1e6,
            p99: counted("p99")?,
        };
        Ok((round, counted("spent")? > 0.0))
    }
}

/// The middle of what rounds came to, by one of its figures.
pub(super) fn median(rounds: &[Round], figure: fn(&Round) -> f64) -> Result<f64> {
    let mut figures: Vec<_> = rounds.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    let middle = figures.get(figures.len() / 2).copied();
    middle.context("nothing was measured")
}

/// The numbers that the script prints, by name.
fn read(printed: &str) -> Result<impl Fn(&str) -> Result<f64>> {
    let line = printed.lines().find(|line| line.starts_with('{'));
    let json: Value = serde_json::from_str(line.context("wrk printed no figures")?)?;
    Ok(move |name: &str| {
        let number = json[name].as_f64();
        number.with_context(|| format!("wrk did not print `{name}`"))
    })
}

/// The processor time that a process has used, in ticks.
fn ticks(process: u32) -> Result<f64> {
    let path = format!("/proc/{process}/stat");
    let stat = fs::read_to_string(&path).with_context(|| path.clone())?;
    spent(&stat).with_context(|| format!("{path} cannot be read"))
}

/// In user mode and in the kernel; the name in front may hold blanks.
fn spent(stat: &str) -> Option<f64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let (user, kernel): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(user + kernel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_read_behind_a_name_with_blanks() {
        let stat = "7 (a) b) S 1 2 3 4 5 6 7 8 9 10 120 30 0 0 20";
        assert_eq!(spent(stat), Some(150.0));
        assert_eq!(spent("7 (a"), None);
    }

    #[test]
    fn figures_are_found_below_what_wrk_prints() {
        let counted = read("Running 1s test\n{\"requests\":5,\"p99\":7}\n").unwrap();
        assert_eq!(
            (counted("requests").unwrap(), counted("p99").unwrap()),
            (5.0, 7.0)
        );
        assert!(counted("other").is_err());
        assert!(read("nothing").is_err());
    }

    #[test]
    fn the_median_is_one_of_the_figures() {
        let round = |rate| Round {
            requests: 1.0,
            rate,
            processor: 10.0,
            p99: 1500.0,
        };
        let rounds = [500.0, 90.0, 100.0].map(round);
        let medians = [&rounds[..], &[]].map(|rounds| median(rounds, |round| round.rate).ok());
        assert_eq!(medians, [Some(100.0), None]);
    }
}
