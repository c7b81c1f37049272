//! Developer commands: `cargo xtask --help`.

mod accessibility;
mod bench;
mod chaos;
mod ci;
mod conformance;
mod coverage;
mod demo;
mod fuzz;
mod image;
mod leaks;
mod mutants;
mod output;
mod process;
mod product;
mod python;
mod requirement;
mod simulate;
mod stack;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

/// Demonstration, checks, fuzzing, benchmarks and coverage of this workspace.
///
/// Before a change is handed in, `cargo xtask ci` must pass.
/// While working, `cargo xtask tidy` and `cargo xtask ci --only clippy` answer quickly.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs every check that a change must pass, in order
    Ci(ci::Arguments),
    /// Starts the product on an empty machine, with data to look at, and stays up until Ctrl-C
    Demo(demo::Arguments),
    /// Compares what the running service does with what it describes
    Conformance(conformance::Arguments),
    /// Checks what compilers do not: layers, file sizes, manifests, documentation
    Tidy,
    /// Replays the fuzz corpus and tries mutated inputs on every parser
    Fuzz(fuzz::Arguments),
    /// Runs benchmark suites and writes their tables to docs/benchmarks.md
    Bench(bench::Arguments),
    /// Measures line coverage and fails below a minimum
    Coverage(coverage::Arguments),
    /// Changes the code in small ways and lists the changes that no test notices
    Mutants(mutants::Arguments),
    /// Plays schedules of the revocation protocol in a simulated world
    Simulate(simulate::Arguments),
    /// Breaks a real cluster on purpose, and checks that revoked keys are refused all the same
    Chaos(chaos::Arguments),
    /// Makes a container image that tests can run against
    Image(image::Arguments),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::say(format_args!("\nerror: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Ci(arguments) => ci::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Conformance(arguments) => conformance::run(&arguments),
        Command::Tidy => tidy::run(),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Coverage(arguments) => coverage::run(&arguments),
        Command::Mutants(arguments) => mutants::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::Chaos(arguments) => chaos::run(&arguments),
        Command::Image(arguments) => image::run(&arguments),
    }
}

/// Names of all commands, for the check of the documentation.
fn command_names() -> Vec<String> {
    Arguments::command()
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_command_has_a_name() {
        assert_eq!(
            command_names(),
            [
                "ci",
                "demo",
                "conformance",
                "tidy",
                "fuzz",
                "bench",
                "coverage",
                "mutants",
                "simulate",
                "chaos",
                "image"
            ]
        );
    }
}
