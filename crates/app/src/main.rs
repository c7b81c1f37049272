//! AIIA Keys: API key management for the AIIA REST API.
//!
//! This crate puts the others together and holds no logic of its own: command line, configuration,
//! wiring, start and stop.

mod cli;
mod completions;
mod config;
mod connectors;
mod database;
mod dev;
mod doctor;
mod duration;
mod evidence;
mod key;
mod logs;
mod member;
mod metrics;
mod migrate;
mod org;
mod output;
mod peppers;
mod progress;
mod serve;
mod service;
mod setup;
mod shutdown;
mod trail;
mod url;
mod usage;

use std::process::ExitCode;

use crate::cli::Command;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let cli = config::read(&arguments).unwrap_or_else(|error| error.exit());
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_or_else(
            |error| Err(error.into()),
            |runtime| {
                runtime.block_on(async {
                    match cli.command {
                        Command::Dev(arguments) => dev::run(arguments).await,
                        Command::Serve(arguments) => serve::run(arguments).await,
                        Command::Setup(arguments) => setup::run(arguments).await,
                        Command::Org(arguments) => org::run(arguments).await,
                        Command::Key(arguments) => key::run(arguments).await,
                        Command::Member(arguments) => member::run(arguments).await,
                        Command::Trail(arguments) => trail::run(arguments).await,
                        Command::Evidence(arguments) => evidence::run(arguments).await,
                        Command::Migrate(arguments) => migrate::run(arguments).await,
                        Command::Doctor(arguments) => doctor::run(arguments).await,
                        Command::Completions(arguments) => Ok(completions::run(&arguments)),
                    }
                })
            },
        );
    match outcome {
        Ok(code) => code.into(),
        Err(error) => {
            if let Some(usage) = error.downcast_ref::<clap::Error>() {
                usage.exit();
            }
            output::error(&error);
            output::Exit::Failed.into()
        }
    }
}
