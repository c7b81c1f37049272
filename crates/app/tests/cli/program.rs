//! Running the program and reading what it says.

use std::{
    env, fs,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio},
    thread::{self, JoinHandle},
};

use aiia_keys_test_support::secrets::{Secrets, assert_none};
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
    finish(program().args(arguments))
}

/// Runs a command to its end.
pub(crate) fn finish(command: &mut Command) -> Output {
    finished(command.output().unwrap())
}

/// Searches what a command has said beside its results for secrets.
pub(crate) fn finished(output: Output) -> Output {
    let secrets = Secrets::issued();
    secrets.received(&String::from_utf8_lossy(&output.stdout));
    assert_none(&secrets.search().leaks("standard error", &output.stderr));
    output
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A running `aiia-keys dev`. When it has ended, its log and its folder are searched for secrets.
pub(crate) struct Dev {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// None when it has ended.
    log: Option<JoinHandle<String>>,
    data: PathBuf,
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
        let log = read(child.stderr.take().unwrap());
        let mut dev = Self {
            child,
            stdout,
            log: Some(log),
            data: data.to_owned(),
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
            Secrets::issued().received(&line);
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
        self.ended()
    }

    fn ended(&mut self) -> (Option<i32>, String) {
        let status = self.child.wait().unwrap();
        let said = self.said();
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        let secrets = Secrets::issued();
        secrets.received(&rest);
        let peppers = self.data.join("peppers");
        // It may have ended before it made any.
        secrets.add_peppers(&fs::read_to_string(&peppers).unwrap_or_default());
        let search = secrets.search();
        let mut leaks = search.leaks("the log", said.as_bytes());
        leaks.extend(search.leaks_below(&self.data, &[peppers]).unwrap());
        assert_none(&leaks);
        (status.code(), said)
    }

    fn said(&mut self) -> String {
        self.log.take().unwrap().join().unwrap()
    }
}

/// Nothing is left running.
impl Drop for Dev {
    fn drop(&mut self) {
        if self.log.is_none() {
            return;
        }
        self.signal(Signal::SIGTERM);
        // It may have been stopped.
        self.signal(Signal::SIGCONT);
        if thread::panicking() {
            let _ = self.child.wait();
        } else {
            self.ended();
        }
    }
}

/// Reads as it comes: a program whose log nobody reads would stop.
pub(crate) fn read(mut log: ChildStderr) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut said = String::new();
        log.read_to_string(&mut said).unwrap();
        said
    })
}
