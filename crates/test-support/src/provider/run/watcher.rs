//! The shell that ends a shared server after its test run.

use std::{
    fs,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
};

use nix::{sys::signal::kill, unistd::Pid};

use crate::TestDatabaseError;

/// Waits until the process `$1` is gone.
const WAIT: &str = r#"while kill -0 "$1"; do sleep 1; done"#;
/// Removes what the run has left.
const REMOVE: &str = r#"rm -rf -- "$2""#;

/// Binds the server in `folder` to the life of `runner`; `stop` are the commands that end it.
pub(super) fn start(runner: Pid, folder: &Path, stop: &str) -> Result<Child, TestDatabaseError> {
    let mut command = Command::new("/bin/sh");
    command
        .arg("-c")
        .arg(format!("{WAIT}\n{stop}\n{REMOVE}"))
        .arg("aiia-keys-tests-watcher")
        .arg(runner.to_string())
        .arg(folder);
    // Away from the test: its runner may end its whole process group, and waits for its output.
    command.process_group(0).current_dir("/");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().map_err(TestDatabaseError::file("/bin/sh"))
}

/// Ends the servers of runs that are over and whose watchers were killed.
pub(super) fn clear_leftovers(base: &Path, stop: &str) -> Result<Vec<Child>, TestDatabaseError> {
    let mut watchers = Vec::new();
    for entry in fs::read_dir(base)
        .map_err(TestDatabaseError::file(base))?
        .flatten()
    {
        let runner = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok());
        if let Some(runner) = runner.map(Pid::from_raw)
            && kill(runner, None).is_err()
        {
            // It need not wait, because that process is gone.
            watchers.push(start(runner, &entry.path(), stop)?);
        }
    }
    Ok(watchers)
}
