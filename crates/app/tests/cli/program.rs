//! Running the program and reading what it says.

use std::{
    env,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, ChildStdout, Command, Output, Stdio},
    thread::{self, JoinHandle},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

/// The program, without any of our variables from the environment of the test.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aiia-keys"));
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("AIIA_KEYS_") || text.starts_with("DATABASE_URL") {
            command.env_remove(&name);
        }
    }
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A running `aiia-keys dev`.
pub(crate) struct Dev {
    child: Child,
    stdout: BufReader<ChildStdout>,
    log: Option<JoinHandle<String>>,
}

impl Dev {
    /// Starts it and waits until it says where the database is.
    pub(crate) fn start(data: &Path) -> (Self, String) {
        Self::start_with(data, &[])
    }

    /// Starts it with more options.
    pub(crate) fn start_with(data: &Path, options: &[&str]) -> (Self, String) {
        let mut child = program()
            .args(["dev", "--data-dir"])
            .arg(data)
            .args(["--listen", "127.0.0.1:0"])
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut stderr = child.stderr.take().unwrap();
        // Read as it comes: a program whose log nobody reads would stop.
        let log = thread::spawn(move || {
            let mut said = String::new();
            stderr.read_to_string(&mut said).unwrap();
            said
        });
        let mut dev = Self {
            child,
            stdout,
            log: Some(log),
        };
        let url = dev.next_url();
        (dev, url)
    }

    /// Waits for the next line that says where the database is.
    pub(crate) fn next_url(&mut self) -> String {
        self.next("DATABASE_URL=")
    }

    /// Waits for the next line that begins like this; gives the rest of it.
    pub(crate) fn next(&mut self, prefix: &str) -> String {
        loop {
            let mut line = String::new();
            let read = self.stdout.read_line(&mut line).unwrap();
            assert_ne!(read, 0, "no {prefix} came, but: {}", self.said());
            if let Some(rest) = line.strip_prefix(prefix) {
                return rest.trim_end().to_owned();
            }
        }
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().try_into().unwrap())
    }

    /// Sends a signal and waits for the end; gives the exit status and what was said on standard error.
    pub(crate) fn end(self, signal: Signal) -> (Option<i32>, String) {
        self.signal(signal);
        self.wait()
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill(self.pid(), signal).unwrap();
    }

    /// Waits for the end; gives the exit status and what was said on standard error.
    pub(crate) fn wait(mut self) -> (Option<i32>, String) {
        let status = self.child.wait().unwrap();
        (status.code(), self.said())
    }

    fn said(&mut self) -> String {
        self.log.take().unwrap().join().unwrap()
    }
}
