//! `cargo xtask demo`: the product on an empty machine, with data to look at.

mod connector;
mod job;
mod python;
mod register;

use std::{
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use self::{connector::Connector, register::Register};
use crate::{
    output::say,
    product::{self, Build, Scene, Service},
    workspace,
};

/// What its folder is called.
const FOLDER: &str = "demo";

/// What the organization's register is called in the data folder.
const REGISTER: &str = "register.csv";

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
    /// Is the organization's register instead, which sends this file
    #[arg(long, hide = true, value_name = "FILE")]
    register: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if let Some(file) = &arguments.register {
        return register::serve(file);
    }
    let root = workspace::root();
    if arguments.once {
        return once(&root, Build::Release);
    }
    let program = product::build(&root, Build::Release)?;
    let data = product::folder(&root, FOLDER)?;
    if !arguments.keep {
        product::clear(&data)?;
    }
    let mut service = Service::start(&program, &data, &arguments.listen)?;
    let scene = Scene::set(&mut service)?;
    let owner = scene.sign_in(&service)?;
    let register = Register::start(&data.join(REGISTER))?;
    let connector = Connector::at(&owner, &register)?;
    connector.pull(false)?;
    let key = owner.generate("Register", "admin:sync")?.key;
    let address = service.address().to_owned();
    service.stop()?;
    say(scene.told(&address, &root));
    say(connector.told(&address, &key, &register));
    // It takes this process's place, so that Ctrl-C is its own and it ends as it should.
    let mut command = product::command(&program, &data, &address);
    let error = command.stdin(register.hold()?).exec();
    Err(error).with_context(|| format!("{} does not start", program.display()))
}

/// What `cargo xtask ci` runs: the main job, with the program that the tests have built.
pub(crate) fn ci(root: &Path) -> Result<()> {
    once(root, Build::Debug)
}

fn once(root: &Path, how: Build) -> Result<()> {
    let program = product::build(root, how)?;
    let data = product::folder(root, FOLDER)?.join("once");
    product::clear(&data)?;
    job::run(root, &program, &data)
}
