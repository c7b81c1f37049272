//! Evidence through the real program: uploaded, listed, swept, and killed in the middle of it.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    thread,
};

use nix::sys::signal::Signal;
use serde_json::Value;

use crate::program::{Dev, finish, program, stderr, stdout};

/// A service in a data folder that outlives it.
struct Running {
    dev: Dev,
    database_url: String,
    peppers_file: String,
    evidence: PathBuf,
    address: String,
}

/// An upload may take a second, so that one that broke off is overdue soon.
const OPTIONS: &[&str] = &["--evidence-upload-time", "1s"];

impl Running {
    fn start(data: &Path) -> Self {
        let (mut dev, database_url) = Dev::start_with(data, OPTIONS);
        let peppers_file = dev.next("AIIA_KEYS_PEPPERS_FILE=");
        let evidence = dev.next("AIIA_KEYS_EVIDENCE_DIR=").into();
        let address = dev.next("listening on http://");
        Self {
            dev,
            database_url,
            peppers_file,
            evidence,
            address,
        }
    }

    fn done(&self, arguments: &[&str]) -> String {
        let output = finish(
            program()
                .args(arguments)
                .env("DATABASE_URL", &self.database_url)
                .env("AIIA_KEYS_PEPPERS_FILE", &self.peppers_file)
                .env("AIIA_KEYS_EVIDENCE_DIR", &self.evidence),
        );
        let told = stderr(&output);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {told}");
        stdout(&output).trim_end().to_owned()
    }

    fn key(&self) -> String {
        let key = [
            "key",
            "--org",
            "example-audit",
            "generate",
            "--label",
            "Uploads",
        ];
        self.done(&[&key[..], &["--scope", "write:evidence"]].concat())
    }

    fn evidence(&self, arguments: &[&str]) -> Value {
        let command = ["evidence", "--org", "example-audit", "--json"];
        let printed = self.done(&[&command[..], arguments].concat());
        serde_json::from_str(&printed).unwrap()
    }

    /// Complete evidence, as its names.
    fn names(&self) -> Vec<String> {
        let listed = self.evidence(&["list"]);
        let listed = listed.as_array().unwrap().iter();
        listed
            .map(|one| one["file_name"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The names of all files, finished or not.
    fn files(&self) -> Vec<PathBuf> {
        let tenants = fs::read_dir(&self.evidence).unwrap();
        let files = tenants.flat_map(|tenant| fs::read_dir(tenant.unwrap().path()).unwrap());
        files.map(|file| file.unwrap().path()).collect()
    }

    /// Begins to upload a file of so many bytes under a name; sends as much of the body as is asked.
    fn upload(&self, key: &str, name: &str, size: usize, send: Send) -> TcpStream {
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/plain\r\n\r\n"
        );
        let (content, tail) = (vec![b'a'; size], b"\r\n--b--\r\n");
        let request = format!(
            "POST /api/v1/evidence HTTP/1.1\r\nHost: {}\r\nAuthorization: ApiKey {key}\r\n\
             Content-Type: multipart/form-data; boundary=b\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n",
            self.address,
            head.len() + content.len() + tail.len()
        );
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all((request + &head).as_bytes()).unwrap();
        match send {
            Send::Head => {}
            Send::Content(bytes) => stream.write_all(&content[..bytes]).unwrap(),
            Send::All => {
                stream.write_all(&content).unwrap();
                stream.write_all(tail).unwrap();
            }
        }
        stream
    }

    /// Waits until an unfinished file has at least so many bytes.
    fn wait_for_unfinished(&self, bytes: u64) {
        let is_there = || {
            self.files().iter().any(|file| {
                let unfinished = file.to_string_lossy().contains('#');
                unfinished && fs::metadata(file).is_ok_and(|found| found.len() >= bytes)
            })
        };
        while !(self.evidence.exists() && is_there()) {
            thread::yield_now();
        }
    }

    fn kill(self) {
        let (status, _) = self.dev.end(Signal::SIGKILL);
        assert_eq!(status, None);
    }
}

/// How much of a body is sent.
#[derive(Clone, Copy)]
enum Send {
    /// What stands before the file.
    Head,
    /// So many bytes of the file.
    Content(usize),
    /// All of it.
    All,
}

fn answered(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Parts are written when they are full.
const PART: usize = 5 * 1024 * 1024;

#[test]
fn wherever_an_upload_is_killed_nothing_half_done_is_left_to_see() {
    let home = tempfile::Builder::new()
        .prefix("aiia-evidence-")
        .tempdir_in("/tmp")
        .unwrap();
    let data = home.path().join("data");
    let mut running = Running::start(&data);
    running.done(&["org", "found", "example-audit", "Example Audit"]);
    let key = running.key();
    let answer = answered(running.upload(&key, "whole.txt", 2 * PART + 1, Send::All));
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert_eq!(running.names(), ["whole.txt"]);

    let size = 3 * PART;
    let points = [
        (Send::Head, 0),
        (Send::Content(PART + 1), PART),
        (Send::Content(size), 2 * PART),
    ];
    for (send, written) in points {
        let stream = running.upload(&key, "broken.txt", size, send);
        running.wait_for_unfinished(written as u64);
        running.kill();
        drop(stream);
        running = Running::start(&data);
        assert_eq!(running.names(), ["whole.txt"]);
        assert_eq!(
            running.files().len(),
            2,
            "the file and what was not finished"
        );
        // Until it is overdue it may still be going on, as far as a sweep can know.
        while running.evidence(&["sweep"])["orphans"]
            .as_array()
            .unwrap()
            .is_empty()
        {
            assert_eq!(running.files().len(), 2);
        }
        assert_eq!(running.files().len(), 1);
    }

    // Killed when all of it was sent, it is there whole or not at all.
    let stream = running.upload(&key, "last.txt", PART, Send::All);
    running.kill();
    drop(stream);
    let running = Running::start(&data);
    let mut names = running.names();
    names.retain(|name| name != "last.txt");
    assert_eq!(names, ["whole.txt"]);
    let whole = running.names().len();
    while running.files().len() > whole {
        running.evidence(&["sweep"]);
    }
    let swept = running.evidence(&["sweep", "--dry-run"]);
    assert_eq!(
        (&swept["files"], &swept["orphans"]),
        (&whole.into(), &Value::Array(vec![]))
    );
    let (status, said) = running.dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn a_client_that_goes_away_leaves_nothing() {
    let home = tempfile::Builder::new()
        .prefix("aiia-evidence-")
        .tempdir_in("/tmp")
        .unwrap();
    let running = Running::start(&home.path().join("data"));
    running.done(&["org", "found", "example-audit", "Example Audit"]);
    let key = running.key();
    let gone = running.upload(&key, "gone.txt", 3 * PART, Send::Content(PART + 1));
    running.wait_for_unfinished(PART as u64);
    drop(gone);
    while !running.files().is_empty() {
        thread::yield_now();
    }
    assert_eq!(running.names(), Vec::<String>::new());
    let swept = running.done(&["evidence", "--org", "example-audit", "sweep"]);
    assert_eq!(swept, "");
    let (status, said) = running.dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0), "{said}");
}
