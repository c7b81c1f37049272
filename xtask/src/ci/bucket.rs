//! Tests of evidence in a bucket, against a real server that speaks S3.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Stdio},
    thread,
};

use anyhow::{Context as _, Result, ensure};

use super::Outcome;
use crate::{
    process::{cargo, command, stream},
    python,
};

/// What `.config/nextest.toml` leaves out of every other run.
const TESTS: &str = "binary_id(aiia-keys-object-store::bucket)";
/// The bucket that the tests use.
const BUCKET: &str = "evidence";

pub(super) fn run(root: &Path) -> Result<Outcome> {
    let program = python::ensure(root, &python::MOTO)?;
    let server = Server::start(root, &program)?;
    server.make_bucket()?;
    // The features of the other tests, so that nothing is built anew.
    let mut tests = cargo(
        root,
        "nextest run --workspace --all-features --locked --profile ci --ignore-default-filter",
    );
    tests.args(["--filterset", TESTS]);
    tests.env("AIIA_KEYS_TEST_S3", format!("http://{}", server.address));
    stream(&mut tests).map(|()| Outcome::Passed)
}

/// A server that ends with its value.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// On a free port of the loopback address.
    fn start(root: &Path, program: &Path) -> Result<Self> {
        let program = program.to_string_lossy();
        let mut child = command(root, &program, "-H 127.0.0.1 -p 0")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("`{program}` does not start"))?;
        let said = child.stderr.take().context("it has no standard error")?;
        let mut server = Self {
            child,
            address: String::new(),
        };
        let mut lines = BufReader::new(said).lines();
        while server.address.is_empty() {
            let line = lines
                .next()
                .context("the server ended before it listened")??;
            if let Some((_, address)) = line.split_once("Running on http://") {
                address.trim().clone_into(&mut server.address);
            }
        }
        // It logs every request: somebody has to read it, or it waits for ever.
        thread::spawn(move || lines.for_each(drop));
        Ok(server)
    }

    fn make_bucket(&self) -> Result<()> {
        let request = format!(
            "PUT /{BUCKET} HTTP/1.1\r\nHost: {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            self.address
        );
        let mut stream = TcpStream::connect(&self.address)?;
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        ensure!(
            answer.split(' ').nth(1) == Some("200"),
            "no bucket was made: {answer}"
        );
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
