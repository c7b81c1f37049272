//! `cargo xtask bench`: benchmark suites, as tables with targets and ratios in docs/benchmarks.md.

mod document;
mod estimates;
mod machine;
mod report;
mod suites;

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result};
use clap::builder::PossibleValuesParser;

use self::suites::{SUITES, Suite};
use crate::{output::say, process, workspace};

/// Where the tables are written.
const DOCUMENT: &str = "docs/benchmarks.md";

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Suites to run; all of them when none is named
    #[arg(value_parser = PossibleValuesParser::new(SUITES.iter().map(|suite| suite.name)))]
    suite: Vec<String>,
    /// Prints the tables without writing them to docs/benchmarks.md
    #[arg(long)]
    no_write: bool,
    /// Passed on to the benchmark, after `--`; for example `-- --quick`
    #[arg(last = true)]
    passed_on: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root();
    let results = PathBuf::from(workspace::metadata(&root)?.target_directory).join("xtask-bench");
    let chosen = |suite: &&Suite| {
        arguments.suite.is_empty() || arguments.suite.iter().any(|name| name == suite.name)
    };
    for suite in SUITES.iter().filter(chosen) {
        // Emptied first: a figure of an earlier run must not pass for one of this run.
        let folder = results.join(suite.name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let words = format!(
            "bench --locked --all-features --package {} --bench {}",
            suite.package, suite.bench
        );
        let mut command = process::cargo(&root, &words);
        if !arguments.passed_on.is_empty() {
            command.arg("--").args(&arguments.passed_on);
        }
        command.envs(suite.environment.iter().copied());
        let shown = process::shown(&command);
        process::stream(command.env("CRITERION_HOME", &folder))?;
        let section = report::section(
            suite,
            &estimates::read(&folder)?,
            &machine::describe(&root),
            &shown,
        )?;
        say(format_args!("\n{section}"));
        if !arguments.no_write {
            let path = root.join(DOCUMENT);
            let document = fs::read_to_string(&path).unwrap_or_default();
            fs::write(&path, document::put(&document, suite.name, &section)?)
                .with_context(|| path.display().to_string())?;
            say(format_args!("written to {DOCUMENT}"));
        }
    }
    Ok(())
}
