//! System programs that a step needs and cargo does not bring.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{output::say, process};

/// Programs of one system package.
#[derive(Debug)]
pub(crate) struct Requirement {
    /// What it is, for messages.
    pub(crate) name: &'static str,
    /// The package that brings it on Debian and its descendants.
    pub(crate) package: &'static str,
    /// Programs that must be there.
    pub(crate) programs: &'static [&'static str],
    /// Folder whose children's `bin` folders are looked into too, for packages that stay out of `PATH`.
    pub(crate) versions: Option<&'static str>,
}

/// PostgreSQL's server programs, which tests start; Debian keeps them out of `PATH`.
pub(crate) const POSTGRESQL: Requirement = Requirement {
    name: "PostgreSQL server",
    package: "postgresql",
    programs: &["initdb", "postgres"],
    versions: Some("/usr/lib/postgresql"),
};

/// The browser that tests visit the pages with, and its driver.
pub(crate) const CHROMIUM: Requirement = Requirement {
    name: "Chromium and its driver",
    package: "chromium-driver",
    programs: &["chromium", "chromedriver"],
    versions: None,
};

/// The gateway that a test puts in front of a protected service; Debian keeps it in `/usr/sbin`.
pub(crate) const NGINX: Requirement = Requirement {
    name: "nginx",
    package: "nginx",
    programs: &["nginx"],
    versions: None,
};

/// The generator of load that benchmarks over HTTP use.
pub(crate) const WRK: Requirement = Requirement {
    name: "wrk",
    package: "wrk",
    programs: &["wrk"],
    versions: None,
};

/// What makes a process believe in another time of day.
pub(crate) const FAKETIME: Requirement = Requirement {
    name: "faketime",
    package: "faketime",
    programs: &["faketime"],
    versions: None,
};

/// Python, which runs the documented client and fetches the accessibility checker.
pub(crate) const PYTHON: Requirement = Requirement {
    name: "Python",
    package: "python3-venv",
    programs: &["python3"],
    versions: None,
};

/// Folders of programs that ordinary users of Debian do not have in their `PATH`.
const SYSTEM: [&str; 2] = ["/usr/sbin", "/sbin"];

/// Makes sure that the programs are there; installs their package where that can be done without asking.
pub(crate) fn ensure(requirement: &Requirement) -> Result<()> {
    let Some(missing) = missing(requirement) else {
        return Ok(());
    };
    let Requirement { name, package, .. } = requirement;
    if !(is_root() && in_folders(&search_path(), "apt-get")) {
        bail!(
            "{name}: `{missing}` not found; install the package `{package}` (Debian, Ubuntu: `sudo apt-get install {package}`)"
        );
    }
    say(format_args!(
        "{name}: `{missing}` not found; installing the package `{package}`"
    ));
    apt_get("update --quiet")?;
    apt_get(&format!(
        "install --quiet --yes --no-install-recommends {package}"
    ))?;
    if let Some(missing) = self::missing(requirement) {
        bail!("{name}: `{missing}` not found even after installing the package `{package}`");
    }
    Ok(())
}

/// Where one of its programs is.
pub(crate) fn find(requirement: &Requirement, program: &str) -> Option<PathBuf> {
    folders(requirement)
        .into_iter()
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

fn folders(requirement: &Requirement) -> Vec<PathBuf> {
    let versions = requirement.versions.map(Path::new).into_iter();
    let mut folders = search_path();
    folders.extend(versions.flat_map(version_folders));
    folders
}

/// The first program that is nowhere to be found.
fn missing(requirement: &Requirement) -> Option<&'static str> {
    let folders = folders(requirement);
    requirement
        .programs
        .iter()
        .copied()
        .find(|program| !in_folders(&folders, program))
}

fn search_path() -> Vec<PathBuf> {
    env::var_os("PATH")
        .map(|path| env::split_paths(&path).collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        .chain(SYSTEM.map(PathBuf::from))
        .collect()
}

/// The `bin` folders below each version's folder.
fn version_folders(versions: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(versions).into_iter().flatten().flatten();
    entries.map(|entry| entry.path().join("bin")).collect()
}

fn in_folders(folders: &[PathBuf], program: &str) -> bool {
    folders.iter().any(|folder| folder.join(program).is_file())
}

fn is_root() -> bool {
    process::capture(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

fn apt_get(arguments: &str) -> Result<()> {
    let mut command = process::command(Path::new("/"), "apt-get", arguments);
    // Otherwise a package's questions would wait for an answer for ever.
    command.env("DEBIAN_FRONTEND", "noninteractive");
    // Single-user mode, as far as packages can tell: the programs are wanted, and no server of the system.
    command.env("RUNLEVEL", "1");
    process::stream(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_in_a_version_folder_is_found() {
        let versions = env::temp_dir().join(format!("xtask-requirement-{}", std::process::id()));
        let bin = versions.join("15/bin");
        fs::create_dir_all(&bin).unwrap();
        fs::write(bin.join("initdb"), "").unwrap();
        let found = in_folders(&version_folders(&versions), "initdb");
        let other = in_folders(&version_folders(&versions), "postgres");
        fs::remove_dir_all(&versions).unwrap();
        assert_eq!((found, other), (true, false));
    }

    #[test]
    fn the_first_missing_program_is_named() {
        let requirement = Requirement {
            name: "nothing",
            package: "nothing",
            programs: &["sh", "no-such-program-here"],
            versions: None,
        };
        assert_eq!(missing(&requirement), Some("no-such-program-here"));
    }
}
