//! `aiia-keys completions`.

use std::io;

use crate::{cli::Completions, config, output::Exit};

pub(crate) fn run(arguments: &Completions) -> Exit {
    clap_complete::generate(
        arguments.shell,
        &mut config::command(),
        "aiia-keys",
        &mut io::stdout(),
    );
    Exit::Done
}
