//! The process that stops the server when its launcher is killed.

use std::{
    io::{self, Write as _},
    path::Path,
    process::{Child, ChildStdin, Stdio},
};

use super::{programs, user::ServerUser};

/// Waits for a line; when its writer dies first, shuts down the server whose process id is `$1`.
///
/// A signal on the parent's death (`PR_SET_PDEATHSIG`) would not do: it comes when the parent's *thread* ends, and exists on Linux only.
const SCRIPT: &str = r#"read -r _ || kill -INT "$1""#;

/// A shell that waits at the end of a pipe whose other end this process holds.
#[derive(Debug)]
pub(super) struct Watcher {
    child: Child,
    pipe: Option<ChildStdin>,
}

impl Watcher {
    /// Starts to watch over `server`, as the server's user: it can harm nobody else.
    pub(super) fn start(server: u32, user: &ServerUser) -> io::Result<Self> {
        let mut command = programs::command(Path::new("/bin/sh"));
        command
            .args(["-c", SCRIPT, "aiia-keys-watcher"])
            .arg(server.to_string());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        user.run(&mut command);
        let mut child = command.spawn()?;
        let pipe = child.stdin.take();
        Ok(Self { child, pipe })
    }
}

/// Must happen as soon as the server has been reaped: from then on its process id may pass to another program.
impl Drop for Watcher {
    fn drop(&mut self) {
        if let Some(mut pipe) = self.pipe.take() {
            // Fails only when the watcher is gone already.
            let _ = pipe.write_all(b"\n");
        }
        let _ = self.child.wait();
    }
}
