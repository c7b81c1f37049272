//! `cargo xtask mutants`: mutation testing.

use anyhow::Result;

use crate::{process, tools, workspace};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Package whose code is changed
    #[arg(long, default_value = "aiia-keys-domain")]
    package: String,
    /// Passed on to `cargo mutants`, after `--`; for example `-- --file crates/domain/src/id.rs`
    #[arg(last = true)]
    passed_on: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root();
    tools::ensure(&root, &tools::MUTANTS)?;
    tools::ensure(&root, &tools::NEXTEST)?;
    let words = format!(
        "mutants --test-tool nextest --package {}",
        arguments.package
    );
    process::stream(process::cargo(&root, &words).args(&arguments.passed_on))
}
