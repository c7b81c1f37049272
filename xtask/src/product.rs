//! The product as developer commands use it: built, running on its embedded default, and called.

mod client;
mod http;
mod scene;
mod service;

use std::{
    fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

pub(crate) use self::{
    client::{NewKey, Person},
    http::{Answer, send, send_pieces},
    scene::{SLUG, Scene, new_secret},
    service::{Service, command},
};
use crate::{
    process::{self, capture, cargo, stream},
    workspace,
};

/// How the program is built.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Build {
    Release,
    /// With what tests are built with, so that nothing is built anew after them.
    Debug,
}

/// Builds the program; gives its path.
pub(crate) fn build(root: &Path, how: Build) -> Result<PathBuf> {
    let (arguments, folder) = match how {
        Build::Release => ("build --release --locked --package aiia-keys", "release"),
        Build::Debug => (
            "build --workspace --all-features --locked --bin aiia-keys",
            "debug",
        ),
    };
    stream(&mut cargo(root, arguments))?;
    Ok(target(root)?.join(folder).join("aiia-keys"))
}

/// The folder of what a command's services keep. As root, PostgreSQL runs as another user, who must
/// be able to enter it.
pub(crate) fn folder(root: &Path, name: &str) -> Result<PathBuf> {
    let folder = target(root)?.join(name);
    let is_root =
        capture(&mut process::command(root, "id", "-u")).is_some_and(|id| id.trim() == "0");
    let closed = |folder: &Path| {
        fs::metadata(folder).is_ok_and(|found| found.permissions().mode() & 0o001 == 0)
    };
    if is_root && folder.ancestors().skip(1).any(closed) {
        return Ok(std::env::temp_dir().join(format!("aiia-keys-{name}")));
    }
    Ok(folder)
}

/// Removes a folder with all that is in it, if it is there.
pub(crate) fn clear(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot clear {}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// The folder of what is built.
pub(crate) fn target(root: &Path) -> Result<PathBuf> {
    let metadata = workspace::metadata(root)?;
    Ok(metadata.target_directory.into_std_path_buf())
}
