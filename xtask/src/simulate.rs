//! `cargo xtask simulate`: schedules of the revocation protocol, from seeds.

use anyhow::Result;

use crate::{process, workspace};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Plays one schedule and prints what happens, one line an event
    #[arg(long, conflicts_with_all = ["from", "schedules"])]
    seed: Option<u64>,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// How many schedules to play
    #[arg(long, default_value_t = 10_000_000)]
    schedules: u64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let seeds = match arguments.seed {
        Some(seed) => seed.to_string(),
        None => format!("{} {}", arguments.from, arguments.schedules),
    };
    let words = format!(
        "run --locked --package aiia-keys-verifier --features simulation --example simulate -- {seeds}"
    );
    process::stream(&mut process::cargo(&workspace::root(), &words))
}
