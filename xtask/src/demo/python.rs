//! The documented client, run as a user would.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Output,
};

use anyhow::{Context as _, Result, ensure};

use crate::process::{capture, command, stream};

const CLIENT: &str = "docs/examples/documented_client.py";
/// The same, as those who wrote the product's promise down have it, where it is at hand.
const PROMISED: &str = "../shared/acceptance/documented_client.py";

/// Python with the library that the client is written with.
#[derive(Debug)]
pub(super) struct Python {
    program: PathBuf,
    client: PathBuf,
}

impl Python {
    /// Finds both; installs the library into a folder of its own where it is missing.
    pub(super) fn ready(root: &Path, target: &Path) -> Result<Self> {
        let client = root.join(CLIENT);
        let promised = root.join(PROMISED);
        if promised.is_file() {
            ensure!(
                fs::read(&promised)? == fs::read(&client)?,
                "{CLIENT} is not {PROMISED}: make them the same"
            );
        }
        let has_requests = |program: &Path| {
            let import = &mut command(root, &program.to_string_lossy(), "-c");
            capture(import.arg("import requests")).is_some()
        };
        let environment = target.join("python");
        let own = environment.join("bin/python3");
        let program = if has_requests(Path::new("python3")) {
            PathBuf::from("python3")
        } else {
            if !has_requests(&own) {
                stream(command(root, "python3", "-m venv").arg(&environment))
                    .context("Python is needed, with its module venv (Debian, Ubuntu: `sudo apt-get install python3-venv`)")?;
                stream(&mut command(
                    root,
                    &own.to_string_lossy(),
                    "-m pip install --quiet requests",
                ))?;
            }
            own
        };
        Ok(Self { program, client })
    }

    /// Runs the client as it stands.
    pub(super) fn call(&self, address: &str, key: &str) -> Result<Output> {
        let base = format!("http://{address}");
        // Proxies of this machine have no say in what stays on it.
        command(Path::new("."), &self.program.to_string_lossy(), "")
            .arg(&self.client)
            .args([base.as_str(), key])
            .env("NO_PROXY", "*")
            .output()
            .context("python3 does not start")
    }
}
