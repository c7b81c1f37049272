//! One process of the service.

use std::{
    ffi::OsString,
    fs::File,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use anyhow::{Context as _, Result};

use super::{Stack, program::program};
use crate::process;

/// `aiia-keys serve`, killed when dropped.
#[derive(Debug)]
pub(crate) struct Node {
    process: Child,
    said: BufReader<ChildStdout>,
    address: SocketAddr,
}

/// How a node is started.
#[derive(Debug)]
pub(crate) struct Start<'a> {
    /// Where it finds the database.
    pub(crate) database_url: String,
    /// Its log, which is appended to.
    pub(crate) log: &'a Path,
    /// More options of `serve`.
    pub(crate) options: &'a [&'a str],
    /// What else its environment holds.
    pub(crate) environment: Vec<(&'static str, OsString)>,
}

impl Node {
    /// Starts it and waits until it listens.
    pub(crate) fn start(stack: &Stack, start: &Start<'_>) -> Result<Self> {
        let mut command = program(&stack.cli.program);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--evidence-dir"])
            .arg(stack.folder.join("evidence"))
            .args(start.options)
            .env("DATABASE_URL", &start.database_url)
            .env("AIIA_KEYS_PEPPERS_FILE", &stack.cli.peppers_file)
            .envs(start.environment.iter().map(|(name, value)| (name, value)));
        Self::run(&mut command, start.log)
    }

    /// Starts any program that prints where it listens as the product does, and waits until it does.
    pub(crate) fn run(command: &mut Command, log: &Path) -> Result<Self> {
        let shown = process::shown(command);
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::options().append(true).create(true).open(log)?)
            .spawn()
            .with_context(|| format!("`{shown}` does not start"))?;
        let mut said = process.stdout.take().map(BufReader::new);
        let address = said.as_mut().and_then(|said| {
            let address = next(said, "listening on http://")?;
            address.parse().ok()
        });
        let (Some(said), Some(address)) = (said, address) else {
            process.kill().ok();
            process.wait()?;
            anyhow::bail!(
                "`{shown}` did not say where it listens: see {}",
                log.display()
            );
        };
        Ok(Self {
            process,
            said,
            address,
        })
    }

    /// Waits for the next line that begins like this; gives the rest of it, unless the process ends
    /// before.
    pub(crate) fn next(&mut self, start: &str) -> Option<String> {
        next(&mut self.said, start)
    }

    /// The process's number.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends a signal, by its name without `SIG`.
    pub(crate) fn signal(&self, name: &str) -> Result<()> {
        signal(&self.process, name)
    }

    /// SIGKILL; it is over when this returns.
    pub(crate) fn kill(&mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

fn next(said: &mut BufReader<ChildStdout>, start: &str) -> Option<String> {
    let mut lines = said.lines().map_while(Result::ok);
    lines.find_map(|line| line.strip_prefix(start).map(str::to_owned))
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill().ok();
    }
}

/// Sends a signal, by its name without `SIG`.
pub(super) fn signal(process: &Child, name: &str) -> Result<()> {
    let arguments = format!("-{name} {}", process.id());
    process::capture(&mut process::command(Path::new("/"), "kill", &arguments))
        .map(drop)
        .with_context(|| format!("the process cannot be sent SIG{name}"))
}
