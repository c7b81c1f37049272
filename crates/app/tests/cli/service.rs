//! A running service, with what its commands need to know.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::Output,
};

use aiia_keys_test_support::secrets::Secrets;
use nix::sys::signal::Signal;
use tempfile::TempDir;

use crate::program::{Dev, finish, program, stderr, stdout};

/// A running service, and what its commands need to know.
pub(crate) struct Service {
    pub(crate) dev: Dev,
    pub(crate) database_url: String,
    pub(crate) peppers_file: PathBuf,
    /// Address and port.
    pub(crate) address: String,
    /// A folder that is there as long as the service, with its data folder in it.
    // Dropped last: the service is gone by then.
    pub(crate) home: TempDir,
}

impl Service {
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// With more options.
    pub(crate) fn start_with(options: &[&str]) -> Self {
        let home = tempfile::Builder::new()
            .prefix("aiia-job-")
            .tempdir_in("/tmp")
            .unwrap();
        Self::start_in(home, options)
    }

    /// On what is in a folder.
    pub(crate) fn start_in(home: TempDir, options: &[&str]) -> Self {
        let (mut dev, database_url) = Dev::start_with(&home.path().join("data"), options);
        let peppers_file = dev.next("AIIA_KEYS_PEPPERS_FILE=").into();
        let address = dev.next("listening on http://");
        Self {
            dev,
            database_url,
            peppers_file,
            address,
            home,
        }
    }

    /// Where its metrics are, if it was asked to tell them: address and port.
    pub(crate) fn metrics_address(&mut self) -> String {
        let address = self.dev.next("metrics on http://");
        address.strip_suffix("/metrics").unwrap().to_owned()
    }

    /// Stops it as a supervisor does; gives its folder.
    pub(crate) fn stop(self) -> TempDir {
        let (status, said) = self.dev.end(Signal::SIGTERM);
        assert_eq!(status, Some(0), "{said}");
        // On a busy machine a lease may be late; the service then goes on without it.
        let warned =
            |line: &&str| line.contains("WARN") && !line.contains("the lease cannot be renewed");
        assert_eq!(said.lines().find(warned), None, "{said}");
        self.home
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Output {
        finish(
            program()
                .args(arguments)
                .env("DATABASE_URL", &self.database_url)
                .env("AIIA_KEYS_PEPPERS_FILE", &self.peppers_file),
        )
    }

    /// A command that must succeed; gives what it printed on standard output.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            stderr(&output)
        );
        stdout(&output).trim_end().to_owned()
    }

    /// `GET /api/v1/self` with a key: status and the whole answer.
    pub(crate) fn call(&self, key: &str) -> (u16, String) {
        call(&self.address, key)
    }
}

/// `GET /api/v1/self` with a key: status and the whole answer.
pub(crate) fn call(address: &str, key: &str) -> (u16, String) {
    get(
        address,
        "/api/v1/self",
        &[("Authorization", &format!("ApiKey {key}"))],
    )
}

/// `GET`: status and the whole answer, head included.
pub(crate) fn get(address: &str, path: &str, headers: &[(&str, &str)]) -> (u16, String) {
    send(address, "GET", path, headers, "")
}

/// A request with a body of JSON, if any: status and the whole answer, head included.
///
/// What it tells and what it is told of secrets must be found nowhere afterwards.
pub(crate) fn send(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, String) {
    let secrets = Secrets::issued();
    if let Ok(body) = serde_json::from_str::<serde_json::Value>(body)
        && let Some(password) = body["password"].as_str()
    {
        secrets.add("password", password);
    }
    let mut stream = TcpStream::connect(address).unwrap();
    let head = head(address, method, path, headers, body.len());
    stream.write_all([&head, body].concat().as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    secrets.received(&answer);
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer)
}

/// The head of a request whose body has so many bytes.
pub(crate) fn head(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    length: usize,
) -> String {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&[name, ": ", value, "\r\n"].concat());
    }
    if length > 0 {
        let length = length.to_string();
        head.push_str(
            &[
                "Content-Type: application/json\r\nContent-Length: ",
                &length,
                "\r\n",
            ]
            .concat(),
        );
    }
    head + "\r\n"
}

/// A field of an answer's body that holds a text.
pub(crate) fn field(answer: &str, name: &str) -> String {
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    body[name].as_str().unwrap().to_owned()
}
