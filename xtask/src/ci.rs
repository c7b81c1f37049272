//! `cargo xtask ci`: the steps of [`steps`] in order, timed, with a table at the end.

mod bucket;
mod containers;
mod deny;
mod steps;

use std::{path::Path, time::Duration};

use anyhow::{Result, bail};
use clap::builder::PossibleValuesParser;

use self::steps::{STEPS, Step};
use crate::{
    output::{say, table},
    process, requirement, tools, workspace,
};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Goes on after a failing step
    #[arg(long)]
    keep_going: bool,
    /// Runs this step only; may be given more than once
    #[arg(long, value_name = "STEP", value_parser = PossibleValuesParser::new(STEPS.iter().map(|step| step.name)))]
    only: Vec<String>,
    /// Leaves this step out; may be given more than once
    #[arg(long, value_name = "STEP", value_parser = PossibleValuesParser::new(STEPS.iter().map(|step| step.name)))]
    skip: Vec<String>,
    /// Lists the steps and stops
    #[arg(long)]
    list: bool,
}

/// How a step ended.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    /// Passed, with something that the reader must know.
    PassedWith(String),
    Failed,
    /// Left out on request, or not reached after a failure.
    Skipped,
}

#[derive(Debug)]
struct Finished {
    name: &'static str,
    took: Duration,
    outcome: Outcome,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.list {
        let rows: Vec<_> = STEPS
            .iter()
            .map(|step| vec![step.name.to_owned(), step.about.to_owned()])
            .collect();
        say(table(&["step", "checks"], &rows, &[]));
        return Ok(());
    }
    let root = workspace::root();
    let finished = run_all(STEPS, arguments, |step| run_step(&root, step));
    let rows: Vec<_> = finished.iter().map(row).collect();
    say(format_args!(
        "\n{}",
        table(&["step", "seconds", "outcome"], &rows, &[1])
    ));
    let failed: Vec<_> = finished
        .iter()
        .filter(|done| done.outcome == Outcome::Failed)
        .collect();
    if !failed.is_empty() {
        let names: Vec<_> = failed.iter().map(|done| done.name).collect();
        bail!("failed: {}", names.join(", "));
    }
    Ok(())
}

fn run_all(
    steps: &[Step],
    arguments: &Arguments,
    mut run: impl FnMut(&Step) -> Result<Outcome>,
) -> Vec<Finished> {
    let mut stopped = false;
    let mut finished = Vec::new();
    for step in steps {
        let named = |names: &[String]| names.iter().any(|name| name == step.name);
        let wanted =
            (arguments.only.is_empty() || named(&arguments.only)) && !named(&arguments.skip);
        let started = process::now();
        let outcome = if wanted && !stopped {
            say(format_args!("\n=== {}: {}", step.name, step.about));
            run(step).unwrap_or_else(|error| {
                say(format_args!("{}: {error:#}", step.name));
                Outcome::Failed
            })
        } else {
            Outcome::Skipped
        };
        stopped |= outcome == Outcome::Failed && !arguments.keep_going;
        finished.push(Finished {
            name: step.name,
            took: started.elapsed(),
            outcome,
        });
    }
    finished
}

fn run_step(root: &Path, step: &Step) -> Result<Outcome> {
    for requirement in step.requirements {
        requirement::ensure(requirement)?;
    }
    for tool in step.tools {
        tools::ensure(root, tool)?;
    }
    (step.run)(root)
}

fn row(done: &Finished) -> Vec<String> {
    let (seconds, outcome) = match &done.outcome {
        Outcome::Passed => (Some(done.took), "passed".to_owned()),
        Outcome::PassedWith(note) => (Some(done.took), format!("passed; {note}")),
        Outcome::Failed => (Some(done.took), "FAILED".to_owned()),
        Outcome::Skipped => (None, "not run".to_owned()),
    };
    let seconds = seconds
        .map(|took| format!("{:.1}", took.as_secs_f64()))
        .unwrap_or_default();
    vec![done.name.to_owned(), seconds, outcome]
}

#[cfg(test)]
mod tests;
