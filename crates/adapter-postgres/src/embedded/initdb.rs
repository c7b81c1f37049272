//! The making of a new cluster.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process::Output,
};

use super::{Durability, Error, Programs, log, user::ServerUser};

/// The role that `initdb` makes, with all rights.
const SUPERUSER: &str = "postgres";

/// What the name of a cluster in the making starts with.
const UNFINISHED: &str = "initdb.";

/// Makes a cluster that appears under its name only when it is complete.
///
/// `cluster` does not exist, and its parent folder is held by this process.
pub(super) fn make_cluster(
    cluster: &Path,
    programs: &Programs,
    user: &ServerUser,
    durability: Durability,
) -> Result<(), Error> {
    let parent = cluster.parent().unwrap_or(Path::new("/"));
    let unfinished = new_folder(parent).map_err(Error::file("make a folder in", parent))?;
    user.give(&unfinished)?;
    let output = run(&unfinished, programs, user, durability)?;
    if !output.status.success() {
        // The message matters more than a leftover, which the next start removes.
        let _ = fs::remove_dir_all(&unfinished);
        let said = [output.stdout, output.stderr].concat();
        let output_tail = log::tail_of(&String::from_utf8_lossy(&said));
        return Err(Error::Initdb {
            status: output.status,
            output: output_tail,
        });
    }
    fs::rename(&unfinished, cluster).map_err(Error::file("rename", unfinished))?;
    if durability == Durability::Full {
        let synced = File::open(parent).and_then(|folder| folder.sync_all());
        synced.map_err(Error::file("write", parent))?;
    }
    Ok(())
}

/// Removes what an interrupted `initdb` has left.
///
/// What cannot be removed, because that `initdb` has not noticed yet that it is alone, is left for the next start: it is in nobody's way.
pub(super) fn remove_unfinished(data_folder: &Path) {
    let Ok(entries) = fs::read_dir(data_folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn new_folder(parent: &Path) -> io::Result<PathBuf> {
    let mut number = 0_u32;
    loop {
        let folder = parent.join(format!("{UNFINISHED}{number}"));
        match DirBuilder::new().mode(0o700).create(&folder) {
            Err(exists) if exists.kind() == io::ErrorKind::AlreadyExists => number += 1,
            made => return made.map(|()| folder),
        }
    }
}

fn run(
    folder: &Path,
    programs: &Programs,
    user: &ServerUser,
    durability: Durability,
) -> Result<Output, Error> {
    let mut command = programs.command("initdb");
    command
        .arg("--pgdata")
        .arg(folder)
        .args(["--username", SUPERUSER]);
    // See the module `embedded` for why the socket's folder is guard enough. There is no TCP port.
    command.args(["--auth-local=trust", "--auth-host=reject"]);
    // The same order of texts on every machine, whatever its locales and their versions.
    command.args(["--encoding=UTF8", "--locale-provider=libc", "--locale=C"]);
    command.args(["--data-checksums", "--no-instructions"]);
    if durability == Durability::None {
        command.arg("--no-sync");
    }
    user.run(&mut command);
    let program = programs.folder().join("initdb");
    command
        .output()
        .map_err(|cause| Error::Run { program, cause })
}
