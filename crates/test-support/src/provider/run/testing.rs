//! What tests of servers that belong to a run need.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
    process::{Child, Command, Stdio},
};

use nix::unistd::Pid;

/// A process that stands for a test runner, until it is told to end.
pub(crate) struct Runner(Child);

impl Runner {
    pub(crate) fn start() -> Self {
        Self(Command::new("cat").stdin(Stdio::piped()).spawn().unwrap())
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.0.id()).unwrap())
    }

    pub(crate) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// A folder for runs that nobody else has.
pub(crate) fn base() -> tempfile::TempDir {
    let base = tempfile::tempdir().unwrap();
    let open = Permissions::from_mode(0o711);
    fs::set_permissions(base.path(), open).unwrap();
    base
}

/// The watcher is another process, and ends when it has removed the folder.
pub(crate) fn wait(watcher: Option<Child>) {
    watcher.unwrap().wait().unwrap();
}
