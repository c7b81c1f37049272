//! `cargo xtask fuzz`: builds and runs the fuzz targets of the package `aiia-keys-fuzz`.

use std::path::Path;

use anyhow::Result;

use crate::{process, workspace};

/// What continuous integration runs: the same inputs each time, so that a failure is the change's own.
const CI_RUN: &str = "--seed 1 --iterations 20000";

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Targets to run; all of them when none is named
    target: Vec<String>,
    /// Tries inputs for so many seconds for each target, instead of a fixed number of inputs
    #[arg(long, value_name = "N", conflicts_with = "iterations")]
    seconds: Option<u64>,
    /// How many inputs to try for each target
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    iterations: u64,
    /// Seed of the random inputs
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Builds with optimisation (overflow and debug assertions stay on): for long runs
    #[arg(long)]
    optimized: bool,
    /// Lists the targets and stops
    #[arg(long)]
    list: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let profile = if arguments.optimized { "fuzz" } else { "dev" };
    let mut words = vec![format!("--seed {}", arguments.seed)];
    words.push(match arguments.seconds {
        Some(seconds) => format!("--seconds {seconds}"),
        None => format!("--iterations {}", arguments.iterations),
    });
    words.extend(arguments.list.then(|| "--list".to_owned()));
    words.extend(arguments.target.iter().cloned());
    start(&workspace::root(), profile, &words.join(" "))
}

/// The bounded run of `cargo xtask ci`.
pub(crate) fn ci(root: &Path) -> Result<()> {
    start(root, "dev", CI_RUN)
}

fn start(root: &Path, profile: &str, arguments: &str) -> Result<()> {
    let words =
        format!("run --quiet --locked --package aiia-keys-fuzz --profile {profile} -- {arguments}");
    process::stream(&mut process::cargo(root, &words))
}
