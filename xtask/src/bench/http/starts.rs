//! How long a start on the embedded default takes, until the service can tell whether a key is good.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context as _, Result, ensure};

use crate::{
    process,
    product::{Service, send},
};

#[derive(Clone, Copy, Debug)]
pub(super) struct Starts {
    /// With an empty folder: a database is made.
    pub(super) first: Duration,
    /// With what is there from before.
    pub(super) later: Duration,
}

impl Starts {
    /// In an empty folder. Asked about is a key that was issued elsewhere: well formed, and looked for.
    pub(super) fn measure(program: &Path, data: &Path, keys: &Path) -> Result<Self> {
        let keys = fs::read_to_string(keys)?;
        let key = keys.lines().next().context("there is no key")?;
        Ok(Self {
            first: start(program, data, key)?,
            later: start(program, data, key)?,
        })
    }
}

fn start(program: &Path, data: &Path, key: &str) -> Result<Duration> {
    let started = process::now();
    let service = Service::start(program, data, "127.0.0.1:0")?;
    let authorization = format!("ApiKey {key}");
    let headers = [("Authorization", authorization.as_str())];
    let answer = send(service.address(), "GET", "/auth", &headers, None)?;
    let took = started.elapsed();
    ensure!(
        answer.status == 401,
        "{} about an unknown key",
        answer.status
    );
    service.stop()?;
    Ok(took)
}
