//! Programs from Python packages, each in a virtual environment of its own under `target/python`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{output::say, process};

/// A program that a Python package brings.
#[derive(Debug)]
pub(crate) struct Program {
    /// The program, which names its environment too.
    pub(crate) name: &'static str,
    /// The package with its version, as `pip install` takes it.
    pub(crate) package: &'static str,
}

/// A server that speaks S3, in memory.
pub(crate) const MOTO: Program = Program {
    name: "moto_server",
    package: "moto[server]==5.2.5",
};

/// What compares a service with its description.
pub(crate) const SCHEMATHESIS: Program = Program {
    name: "schemathesis",
    package: "schemathesis==4.32.5",
};

/// Makes sure that the program is there, in this version; gives its path.
pub(crate) fn ensure(root: &Path, program: &Program) -> Result<PathBuf> {
    let folder = root.join("target/python").join(program.name);
    // Written last, so an environment that was left half-made is made anew.
    let stamp = folder.join("made-of");
    let path = folder.join("bin").join(program.name);
    if fs::read_to_string(&stamp).is_ok_and(|made| made == program.package) && path.is_file() {
        return Ok(path);
    }
    let Program { name, package } = program;
    say(format_args!("{name}: making an environment with {package}"));
    let environment = folder.to_string_lossy().into_owned();
    let mut make = process::command(root, "python3", "-m venv --clear");
    process::stream(make.arg(&environment))
        .context("no virtual environment (Debian, Ubuntu: `sudo apt-get install python3-venv`)")?;
    let pip = folder.join("bin/pip").to_string_lossy().into_owned();
    let mut install = process::command(root, &pip, "install --quiet --disable-pip-version-check");
    process::stream(install.arg(package))?;
    fs::write(&stamp, package)?;
    Ok(path)
}
