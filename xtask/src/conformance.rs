//! `cargo xtask conformance`: the running service against its own description, by `schemathesis`.
//!
//! The tool reads `/openapi.json`, makes up requests that the description allows and requests that it
//! does not, follows what answers lead to, and compares every answer with what is described. What it
//! calls is what the service describes: a new operation needs nothing here.

mod caller;
mod tally;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use self::{caller::Caller, tally::Tally};
use crate::{
    output::say,
    process,
    product::{self, Build, Scene, Service, send},
    python, workspace,
};

/// Where its data and its reports are, below `target`.
const FOLDER: &str = "conformance";
/// What every run has made up the same requests from, unless another one is asked for.
const SEED: u64 = 20_260_131;
/// How many requests are made up for each operation, at random.
const EXAMPLES: u32 = 12;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The seed of what is made up
    #[arg(long, default_value_t = SEED)]
    seed: u64,
    /// How many requests are made up for each operation, at random
    #[arg(long, value_name = "COUNT", default_value_t = EXAMPLES)]
    examples: u32,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    check(&workspace::root(), arguments)
}

/// What `cargo xtask ci` runs.
pub(crate) fn ci(root: &Path) -> Result<()> {
    let arguments = Arguments {
        seed: SEED,
        examples: EXAMPLES,
    };
    check(root, &arguments)
}

fn check(root: &Path, arguments: &Arguments) -> Result<()> {
    let tool = python::ensure(root, &python::SCHEMATHESIS)?;
    let program = product::build(root, Build::Debug)?;
    let data = product::folder(root, FOLDER)?;
    product::clear(&data)?;
    let mut service = Service::start(&program, &data.join("data"), "127.0.0.1:0")?;
    let scene = Scene::set(&mut service)?;
    let owner = scene.sign_in(&service)?;
    let key = owner.generate("Conformance", "admin:*")?;
    let description = send(service.address(), "GET", "/openapi.json", &[], None)?;
    let description: Value = serde_json::from_str(&description.body)?;
    let mut failed = Vec::new();
    for caller in [Caller::program(&key), Caller::person(&owner)?] {
        let run = Run {
            tool: &tool,
            folder: data.join(caller.name),
            address: service.address(),
            arguments,
        };
        let passed = run.go(root, &caller)?;
        ensure!(
            caller.is_accepted(service.address())?,
            "the run of a {} is void: it ended its own access",
            caller.name
        );
        let tally = Tally::read(&run.tally())?;
        say(tally.table());
        tally.require(&description, &caller)?;
        if !passed {
            failed.push(caller.name);
        }
    }
    let log = service.stop()?;
    ensure!(
        !log.contains(&key.key) && !log.contains(owner.token()),
        "the log of the service shows what was presented"
    );
    if !failed.is_empty() {
        bail!(
            "what the service does is not what it describes, for a {}: see above",
            failed.join(" and a ")
        );
    }
    Ok(())
}

/// One run of the tool.
struct Run<'a> {
    tool: &'a Path,
    folder: PathBuf,
    address: &'a str,
    arguments: &'a Arguments,
}

impl Run<'_> {
    /// Runs it; whether everything is as it is described.
    fn go(&self, root: &Path, caller: &Caller) -> Result<bool> {
        fs::create_dir_all(&self.folder)?;
        let Arguments { seed, examples } = self.arguments;
        let own = root.join("xtask/src/conformance");
        // In a folder of its own: it keeps what it found.
        let mut command = process::command(&self.folder, &self.tool.to_string_lossy(), "");
        command
            .arg("--config-file")
            .arg(own.join(caller.configuration))
            .args(["run", &format!("http://{}/openapi.json", self.address)])
            .args(["--seed", &seed.to_string()])
            .args(["--max-examples", &examples.to_string()]);
        for id in caller.excluded {
            command.args(["--exclude-operation-id", id]);
        }
        // Shown before the command has what nobody may see.
        let shown = process::shown(&command);
        say(format_args!("$ {shown}"));
        command
            .env("AIIA_CONFORMANCE_HOOKS", own.join("hooks.py"))
            .env("AIIA_CONFORMANCE_CREDENTIALS", &caller.credentials)
            .env(
                "AIIA_CONFORMANCE_ORIGIN",
                format!("http://{}", self.address),
            )
            .env("AIIA_CONFORMANCE_OWN_ID", &caller.id)
            .env("AIIA_CONFORMANCE_TALLY", self.tally())
            // Proxies of this machine have no say in what stays on it.
            .env("NO_PROXY", "*");
        let status = command
            .status()
            .with_context(|| format!("`{shown}` does not start"))?;
        match status.code() {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            _ => bail!("`{shown}` did not run ({status})"),
        }
    }

    /// Where the tool's calls are counted.
    fn tally(&self) -> PathBuf {
        self.folder.join("tally.json")
    }
}
