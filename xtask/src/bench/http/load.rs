//! One round of load on one server, and what it cost.

use std::{fs, net::SocketAddr, path::Path};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::process;

/// How many ticks of the processor's clock are a second, in `/proc`.
const TICKS: f64 = 100.0;

/// What one round came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Round {
    /// Requests in a second.
    pub(super) rate: f64,
    /// Microseconds of the server's processor time for each of them.
    pub(super) processor: f64,
    /// Microseconds within which 99 of 100 are answered.
    pub(super) p99: f64,
}

/// What is asked, and of whom.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'a> {
    pub(super) server: SocketAddr,
    /// The server's process.
    pub(super) process: u32,
    pub(super) path: &'a str,
    /// A file with keys, one a line, that are used in turn.
    pub(super) keys: &'a Path,
}

/// Asks for so many seconds, on 64 connections. Whoever refuses a single request is not measured.
pub(super) fn round(script: &Path, target: &Target<'_>, seconds: u64) -> Result<Round> {
    let before = ticks(target.process)?;
    let words = format!("--threads 2 --connections 64 --latency --duration {seconds}s --script");
    let mut wrk = process::command(Path::new("/"), "wrk", &words);
    wrk.arg(script)
        .arg(format!("http://{}{}", target.server, target.path))
        .arg("--")
        .arg(target.keys);
    let printed = process::capture(&mut wrk).context("wrk failed")?;
    let spent = ticks(target.process)? - before;
    let counted = read(&printed)?;
    let all = counted("requests")?;
    ensure!(
        counted("refused")? == 0.0 && counted("broken")? == 0.0 && all > 0.0,
        "not everything was answered with success: {printed}"
    );
    Ok(Round {
        rate: all / counted("microseconds")? * 1e6,
        processor: spent / TICKS / all * 1e6,
        p99: counted("p99")?,
    })
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
}
