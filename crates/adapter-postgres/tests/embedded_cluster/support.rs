//! Folders, SQL, processes, and waiting for what other processes do.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use aiia_keys_postgres::embedded::{Cluster, Durability, Options, Programs};
use nix::{
    sys::signal::{Signal, kill},
    unistd::{Pid, User, getegid, geteuid},
};
use tempfile::TempDir;

/// A folder that every user gets to, for a data folder and its neighbours.
pub(crate) fn place() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    place
}

/// A folder in which every user may make a data folder.
pub(crate) fn open_place() -> TempDir {
    let place = place();
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o777)).unwrap();
    place
}

/// Options for a throw-away cluster in `place`.
pub(crate) fn options(place: &TempDir) -> Options {
    Options {
        durability: Durability::None,
        ..Options::new(place.path().join("data"))
    }
}

/// The answer of `psql` to `text`, one row a line.
pub(crate) fn sql(cluster: &Cluster, text: &str) -> String {
    sql_at(&cluster.connection("postgres", "postgres").url(), text)
}

pub(crate) fn sql_at(url: &str, text: &str) -> String {
    let output = psql(url, text).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "psql: {said}");
    String::from_utf8(output.stdout)
        .unwrap()
        .trim_end()
        .to_owned()
}

pub(crate) fn psql(url: &str, text: &str) -> Command {
    let mut command = Command::new(Programs::find(None).unwrap().folder().join("psql"));
    command.args([
        "-X",
        "-q",
        "-A",
        "-t",
        "-v",
        "ON_ERROR_STOP=1",
        "-c",
        text,
        url,
    ]);
    command
}

/// Waits until `condition` holds; fails after 20 seconds.
#[expect(clippy::disallowed_methods, reason = "a deadline for other processes")]
pub(crate) fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "in vain waited until {what}"
        );
        // Leaves the processor to the process that is waited for, between two looks at it.
        thread::park_timeout(Duration::from_millis(2));
    }
}

pub(crate) fn send(signal: Signal, pid: u32) {
    kill(Pid::from_raw(i32::try_from(pid).unwrap()), signal).unwrap();
}

/// What `ps` shows of a process, for example its `uid`; empty when there is none, or only its remains.
pub(crate) fn ps(pid: u32, column: &str) -> String {
    let output = Command::new("ps")
        .args(["-o", &format!("stat=,{column}="), "-p", &pid.to_string()])
        .output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    match text.split_whitespace().collect::<Vec<_>>()[..] {
        [state, value] if !state.starts_with('Z') => value.to_owned(),
        _ => String::new(),
    }
}

pub(crate) fn is_alive(pid: u32) -> bool {
    !ps(pid, "pid").is_empty()
}

pub(crate) fn caller_is_root() -> bool {
    geteuid().is_root()
}

/// The user that a fresh cluster's server runs as: (uid, gid).
pub(crate) fn server_user() -> (u32, u32) {
    let own = User::from_uid(geteuid()).unwrap().unwrap();
    let user = if caller_is_root() {
        let named = |name| User::from_name(name).unwrap();
        named("postgres").or_else(|| named("nobody")).unwrap()
    } else {
        own
    };
    (user.uid.as_raw(), user.gid.as_raw())
}

/// The user of this process, which may be root.
pub(crate) fn own_user() -> (u32, u32) {
    (geteuid().as_raw(), getegid().as_raw())
}

/// An ordinary user who is not root: `nobody` where the caller is root, otherwise the caller.
pub(crate) fn ordinary_user() -> (u32, u32) {
    let user = if caller_is_root() {
        User::from_name("nobody").unwrap().unwrap()
    } else {
        User::from_uid(geteuid()).unwrap().unwrap()
    };
    (user.uid.as_raw(), user.gid.as_raw())
}

/// Makes `command` run as another user where the caller may do that.
pub(crate) fn run_as(command: &mut Command, (uid, gid): (u32, u32)) {
    if caller_is_root() {
        command.uid(uid).gid(gid);
    }
}

/// Writes an executable script.
///
/// Another process writes it: a file that this one has open for writing may not be executed, and another test's child could inherit it for a moment.
pub(crate) fn script(path: &Path, text: &str) {
    let mut shell = Command::new("/bin/sh");
    shell
        .args(["-c", r#"printf '%s' "$2" > "$1" && chmod 755 "$1""#, "sh"])
        .arg(path)
        .arg(text);
    assert!(shell.status().unwrap().success());
}

/// A program that is killed at the end of its test, however the test ends.
pub(crate) struct Program(Child);

impl Program {
    pub(crate) fn spawn(command: &mut Command) -> Self {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }

    /// Some other program of the server's user.
    pub(crate) fn stranger() -> Self {
        let mut command = Command::new("sleep");
        run_as(command.arg("60"), server_user());
        Self::spawn(&mut command)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The launcher of this folder as a process of its own.
pub(crate) struct Launcher {
    process: Child,
}

impl Launcher {
    /// Starts it on the data folder in `place`.
    pub(crate) fn spawn(place: &TempDir, user: (u32, u32), arguments: &[&str]) -> Self {
        // The folder of the build may be closed to other users.
        let program: PathBuf = place.path().join("launcher");
        let mut copy = Command::new("cp");
        copy.arg(env!("CARGO_BIN_EXE_embedded-launcher"))
            .arg(&program);
        assert!(copy.status().unwrap().success());
        let mut command = Command::new(program);
        command
            .arg(place.path().join("data"))
            .args(arguments)
            .process_group(0);
        run_as(&mut command, user);
        let process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self { process }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Waits until its server is ready: the server's process id and a URL.
    pub(crate) fn ready(&mut self) -> (u32, String) {
        let mut line = String::new();
        BufReader::new(self.process.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["ready", pid, url] => (pid.parse().unwrap(), url.to_owned()),
            _ => panic!("the launcher said `{line}`"),
        }
    }

    /// Lets it stop its server and end.
    pub(crate) fn finish(mut self) {
        drop(self.process.stdin.take());
        assert!(self.process.wait().unwrap().success());
    }

    pub(crate) fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}
