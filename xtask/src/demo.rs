//! `cargo xtask demo`: the product on an empty machine, with data to look at.

mod client;
mod http;
mod job;
mod python;
mod scene;
mod service;

use std::{
    fs, io,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use self::{scene::Scene, service::Service};
use crate::{
    output::say,
    process::{capture, cargo, command, stream},
    workspace,
};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Does the whole main job by itself, prints each step, and ends; succeeds only when all held
    #[arg(long)]
    once: bool,
    /// Goes on with the data of the last demonstration instead of beginning anew
    #[arg(long, conflicts_with = "once")]
    keep: bool,
    /// Where the service listens; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: String,
}

/// How the program is built.
#[derive(Clone, Copy, Debug)]
enum Build {
    Release,
    /// With what tests are built with, so that nothing is built anew after them.
    Debug,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root();
    if arguments.once {
        return once(&root, Build::Release);
    }
    let program = build(&root, Build::Release)?;
    let data = folder(&root)?;
    if !arguments.keep {
        clear(&data)?;
    }
    let mut service = Service::start(&program, &data, &arguments.listen)?;
    let scene = Scene::set(&mut service)?;
    let address = service.address().to_owned();
    service.stop()?;
    say(scene.told(&address, &root));
    // It takes this process's place, so that Ctrl-C is its own and it ends as it should.
    let error = service::command(&program, &data, &address).exec();
    Err(error).with_context(|| format!("{} does not start", program.display()))
}

/// What `cargo xtask ci` runs: the main job, with the program that the tests have built.
pub(crate) fn ci(root: &Path) -> Result<()> {
    once(root, Build::Debug)
}

fn once(root: &Path, how: Build) -> Result<()> {
    let program = build(root, how)?;
    let data = folder(root)?.join("once");
    clear(&data)?;
    job::run(root, &program, &data)
}

fn build(root: &Path, how: Build) -> Result<PathBuf> {
    let (arguments, folder) = match how {
        Build::Release => ("build --release --locked --package aiia-keys", "release"),
        Build::Debug => (
            "build --workspace --all-features --locked --bin aiia-keys",
            "debug",
        ),
    };
    stream(&mut cargo(root, arguments))?;
    Ok(workspace::metadata(root)?
        .target_directory
        .into_std_path_buf()
        .join(folder)
        .join("aiia-keys"))
}

/// The folder of demonstrations. As root, PostgreSQL runs as another user, who must be able to enter it.
fn folder(root: &Path) -> Result<PathBuf> {
    let folder = workspace::metadata(root)?
        .target_directory
        .into_std_path_buf()
        .join("demo");
    let is_root = capture(&mut command(root, "id", "-u")).is_some_and(|id| id.trim() == "0");
    let closed = |folder: &Path| {
        fs::metadata(folder).is_ok_and(|found| found.permissions().mode() & 0o001 == 0)
    };
    if is_root && folder.ancestors().skip(1).any(closed) {
        return Ok(std::env::temp_dir().join("aiia-keys-demo"));
    }
    Ok(folder)
}

fn clear(data: &Path) -> Result<()> {
    match fs::remove_dir_all(data) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot clear {}", data.display()))
        }
        _ => Ok(()),
    }
}
