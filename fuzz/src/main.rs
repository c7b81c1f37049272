//! Fuzz targets for every parser, on the stable toolchain: `cargo xtask fuzz`.
//!
//! Each target replays its folder of the corpus, then tries inputs mutated from it.
//! A run is repeated by its seed; an input that fails is saved to the corpus, where it is replayed ever after.

mod corpus;
mod mutator;
mod runner;
mod targets;
mod verdict;
mod watchdog;

use std::{io::Write as _, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Result;
use clap::Parser;

use crate::{
    corpus::Corpus,
    runner::{Limit, Report},
    targets::{TARGETS, Target},
};

/// Replays the corpus of each fuzz target and tries inputs mutated from it.
#[derive(Debug, Parser)]
struct Arguments {
    /// Targets to run; all of them when none is named.
    #[arg(value_parser = clap::builder::PossibleValuesParser::new(TARGETS.iter().map(|target| target.name)))]
    target: Vec<String>,
    /// Seed of the random inputs; the same seed and number of inputs give the same run.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many inputs to try for each target.
    #[arg(long, default_value_t = 20_000, conflicts_with = "seconds")]
    iterations: u64,
    /// How long to try inputs for each target, instead of a number of inputs.
    #[arg(long)]
    seconds: Option<u64>,
    /// Folder with one folder of inputs for each target.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))]
    corpus: PathBuf,
    /// Lists the targets and stops.
    #[arg(long)]
    list: bool,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    if arguments.list {
        for target in TARGETS {
            say(&format!("{:<20} {}", target.name, target.about));
        }
        return Ok(ExitCode::SUCCESS);
    }
    // A panic is what is looked for: it is reported once, with its input, and not on the way.
    std::panic::set_hook(Box::new(runner::remember_panic));
    let mut failed = Vec::new();
    for target in chosen(&arguments.target) {
        if !run(target, &arguments)? {
            failed.push(target.name);
        }
    }
    if !failed.is_empty() {
        say(&format!("failed: {}", failed.join(", ")));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

fn chosen(names: &[String]) -> impl Iterator<Item = &'static Target> {
    TARGETS
        .iter()
        .filter(move |target| names.is_empty() || names.iter().any(|name| name == target.name))
}

/// Runs one target and reports it; whether it passed.
fn run(target: &Target, arguments: &Arguments) -> Result<bool> {
    let corpus = Corpus::open(&arguments.corpus.join(target.name))?;
    let limit = match arguments.seconds {
        Some(seconds) => Limit::Time(Duration::from_secs(seconds)),
        None => Limit::Iterations(arguments.iterations),
    };
    let report = watchdog::guard(&corpus, |progress| {
        runner::run(target, corpus.inputs(), arguments.seed, limit, progress)
    });
    let Report {
        replayed,
        tried,
        accepted,
        failure,
    } = report;
    say(&format!(
        "{}: seed {}, {replayed} inputs of the corpus replayed, {tried} tried, {accepted} accepted",
        target.name, arguments.seed,
    ));
    let Some(failure) = failure else {
        return Ok(true);
    };
    let path = corpus.save(&failure.input)?;
    say(&format!("{}: FAILED: {}", target.name, failure.message));
    say(&format!("  input (hex): {}", corpus::hex(&failure.input)));
    say(&format!("  input saved: {}", path.display()));
    Ok(false)
}

fn say(line: &str) {
    // Nothing is left to do when nobody reads the output.
    let _ = writeln!(std::io::stdout(), "{line}");
}
