//! The program itself, running, and its commands.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use crate::{leaks, process};

/// A running service on its embedded default.
#[derive(Debug)]
pub(crate) struct Service {
    program: PathBuf,
    child: Child,
    database_url: String,
    peppers_file: String,
    evidence_dir: String,
    address: String,
    log: PathBuf,
    data: PathBuf,
    stdout: BufReader<ChildStdout>,
}

/// The command that runs it.
pub(crate) fn command(program: &Path, data: &Path, listen: &str) -> Command {
    let mut command = process::command(Path::new("."), &program.to_string_lossy(), "dev");
    // Nothing that is set here belongs to the demonstration.
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("AIIA_KEYS_") && text != "AIIA_KEYS_PG_BIN" {
            command.env_remove(&name);
        }
    }
    command
        .arg("--data-dir")
        .arg(data)
        .args(["--listen", listen])
        .args(["--security-contact", "mailto:security@example.com"])
        // Sources of connectors are on this machine here.
        .arg("--connector-allow-private");
    command
}

impl Service {
    /// Starts it and waits until it listens. Its log goes to a file beside the data folder.
    pub(crate) fn start(program: &Path, data: &Path, listen: &str) -> Result<Self> {
        let log = data.with_extension("log");
        if let Some(folder) = log.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut child = command(program, data, listen)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::create(&log)?)
            .spawn()
            .with_context(|| format!("{} does not start", program.display()))?;
        let stdout = child.stdout.take().context("its output is not read")?;
        let mut service = Self {
            program: program.to_owned(),
            stdout: BufReader::new(stdout),
            child,
            database_url: String::new(),
            peppers_file: String::new(),
            evidence_dir: String::new(),
            address: String::new(),
            log,
            data: data.to_owned(),
        };
        service.database_url = service.next("DATABASE_URL=")?;
        service.peppers_file = service.next("AIIA_KEYS_PEPPERS_FILE=")?;
        service.evidence_dir = service.next("AIIA_KEYS_EVIDENCE_DIR=")?;
        service.address = service.next("listening on http://")?;
        Ok(service)
    }

    /// The token of the link by which an empty system is set up, which it prints when it listens.
    pub(crate) fn set_up_token(&mut self) -> Result<String> {
        let start = format!("set up at http://{}/setup/", self.address);
        self.next(&start)
    }

    /// Waits for the next line that begins like this; gives the rest of it.
    fn next(&mut self, start: &str) -> Result<String> {
        loop {
            let mut line = String::new();
            if self.stdout.read_line(&mut line)? == 0 {
                bail!(
                    "the service ended, and did not say `{start}…`:\n{}",
                    fs::read_to_string(&self.log)?
                );
            }
            if let Some(rest) = line.strip_prefix(start) {
                return Ok(rest.trim_end().to_owned());
            }
        }
    }

    /// Address and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The process that it runs in.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Runs one of the program's commands; its standard output.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<String> {
        let output = process::command(Path::new("."), &self.program.to_string_lossy(), "")
            .args(arguments)
            .env("DATABASE_URL", &self.database_url)
            .env("AIIA_KEYS_PEPPERS_FILE", &self.peppers_file)
            .env("AIIA_KEYS_EVIDENCE_DIR", &self.evidence_dir)
            .output()?;
        ensure!(
            output.status.success(),
            "`aiia-keys {}` failed: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Like [`run`](Self::run), for its JSON.
    pub(crate) fn json(&self, arguments: &[&str]) -> Result<Value> {
        let printed = self.run(&[arguments, &["--json"]].concat())?;
        serde_json::from_str(&printed).context("it prints no JSON")
    }

    /// Ends it, as a system does; gives its log. It must say that all is well, and no key may be in what
    /// it leaves.
    pub(crate) fn stop(mut self) -> Result<String> {
        self.signal()?;
        let status = self.child.wait()?;
        let log = fs::read_to_string(&self.log)?;
        ensure!(status.success(), "the service ended with {status}:\n{log}");
        leaks::ensure_none_in(&self.log)?;
        leaks::ensure_none_in(&self.data)?;
        Ok(log)
    }

    fn signal(&self) -> Result<()> {
        let arguments = format!("-TERM {}", self.child.id());
        process::capture(&mut process::command(Path::new("/"), "kill", &arguments))
            .map(drop)
            .context("the service cannot be told to end")
    }
}

/// What fails leaves nothing running.
impl Drop for Service {
    fn drop(&mut self) {
        if self.child.try_wait().ok().flatten().is_none() && self.signal().is_ok() {
            self.child.wait().ok();
        }
    }
}
