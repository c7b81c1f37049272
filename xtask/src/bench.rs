//! `cargo xtask bench`: benchmark suites, as tables with targets and ratios in docs/benchmarks.md.

mod document;
mod estimates;
mod growth;
mod http;
mod known;
mod load;
mod machine;
mod memory;
mod node;
mod programs;
mod report;
mod scale;
mod suites;

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use clap::builder::PossibleValuesParser;

use self::suites::{SUITES, Suite};
use crate::{output::say, process, workspace};

/// Where the tables are written.
const DOCUMENT: &str = "docs/benchmarks.md";

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Suites to run; all of them when none is named
    #[arg(value_parser = PossibleValuesParser::new(names()))]
    suite: Vec<String>,
    /// Prints the tables without writing them to docs/benchmarks.md
    #[arg(long)]
    no_write: bool,
    /// Keys that `growth` compares with few; 1 000 000 unless given
    #[arg(long)]
    keys: Option<usize>,
    /// Passed on to the benchmark, after `--`; for example `-- --quick`
    #[arg(last = true)]
    passed_on: Vec<String>,
}

/// How a running program is measured.
#[derive(Debug)]
struct Order<'a> {
    root: &'a Path,
    /// Only to see that it works.
    quickly: bool,
    /// How many are many.
    keys: Option<usize>,
}

/// Measures the running program; gives tables.
type Measure = fn(&Order<'_>) -> Result<String>;

/// Suites that run the program itself.
const PROGRAMS: &[(&str, Measure)] = &[
    (http::NAME, http::tables),
    (growth::NAME, growth::table),
    (scale::NAME, scale::table),
];

/// The names of all suites.
fn names() -> impl Iterator<Item = &'static str> {
    let suites = SUITES.iter().map(|suite| suite.name);
    suites.chain(PROGRAMS.iter().map(|(name, _)| *name))
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root();
    let results = workspace::metadata(&root)?
        .target_directory
        .join("xtask-bench");
    let chosen =
        |name: &str| arguments.suite.is_empty() || arguments.suite.iter().any(|one| one == name);
    for suite in SUITES.iter().filter(|suite| chosen(suite.name)) {
        let folder = results.join(suite.name);
        let section = measure(&root, suite, folder.as_std_path(), &arguments.passed_on)?;
        tell(&root, suite.name, &section, arguments)?;
    }
    let order = Order {
        root: &root,
        quickly: arguments.passed_on.iter().any(|word| word == "--quick"),
        keys: arguments.keys,
    };
    for (name, tables) in PROGRAMS.iter().filter(|(name, _)| chosen(name)) {
        let table = tables(&order)?;
        let command = match order.keys {
            Some(keys) if *name == growth::NAME => {
                format!("cargo xtask bench {name} --keys {keys}")
            }
            _ => format!("cargo xtask bench {name}"),
        };
        let section = report::with_origin(&table, &machine::describe(&root), &command);
        tell(&root, name, &section, arguments)?;
    }
    Ok(())
}

/// Runs a suite of Criterion's; gives its section.
fn measure(root: &Path, suite: &Suite, folder: &Path, passed_on: &[String]) -> Result<String> {
    // Emptied first: a figure of an earlier run must not pass for one of this run.
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let words = format!(
        "bench --locked --all-features --package {} --bench {}",
        suite.package, suite.bench
    );
    let mut command = process::cargo(root, &words);
    if !passed_on.is_empty() {
        command.arg("--").args(passed_on);
    }
    command.envs(suite.environment.iter().copied());
    let shown = process::shown(&command);
    process::stream(command.env("CRITERION_HOME", folder))?;
    let machine = machine::describe(root);
    report::section(suite, &estimates::read(folder)?, &machine, &shown)
}

/// Prints a section, and writes it into the document unless that is not wanted.
fn tell(root: &Path, name: &str, section: &str, arguments: &Arguments) -> Result<()> {
    say(format_args!("\n{section}"));
    if !arguments.no_write {
        let path = root.join(DOCUMENT);
        let document = fs::read_to_string(&path).unwrap_or_default();
        fs::write(&path, document::put(&document, name, section)?)
            .with_context(|| path.display().to_string())?;
        say(format_args!("written to {DOCUMENT}"));
    }
    Ok(())
}
