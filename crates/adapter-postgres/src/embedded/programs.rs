//! PostgreSQL's programs on this machine.

use std::{
    env,
    ffi::OsString,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{Error, ServerVersion, install_hint::install_hint};

/// The major versions that are supported, oldest and newest.
const SUPPORTED: (u16, u16) = (15, 18);

/// Where installers put a major version; `*` stands for it.
const VERSIONED_FOLDERS: [&str; 8] = [
    // Debian, Ubuntu.
    "/usr/lib/postgresql/*/bin",
    // The PostgreSQL project's packages for Fedora and RHEL.
    "/usr/pgsql-*/bin",
    // openSUSE, Alpine.
    "/usr/lib/postgresql*/bin",
    "/usr/libexec/postgresql*",
    // Homebrew on Apple and on Intel processors, Postgres.app.
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    // Built from source.
    "/usr/local/pgsql-*/bin",
];

/// What a program of PostgreSQL's may know of the caller's environment.
///
/// The rest stays out: it may hold the caller's secrets, and `PG…` variables change what the programs do.
const PASSED_ON: [&str; 3] = ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"];

/// One installation of PostgreSQL's programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programs {
    folder: PathBuf,
    version: ServerVersion,
}

/// Where PostgreSQL's programs are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// In `PATH`, then where installers put them, newest major version first.
    System,
    /// In this folder only.
    Folder(PathBuf),
}

impl Search {
    /// The folder that the operator named, or else the whole system.
    pub fn system(named: Option<PathBuf>) -> Self {
        named.map_or(Self::System, Self::Folder)
    }

    /// The first supported installation, of `major` where that is given.
    ///
    /// # Errors
    /// [`Error::NoPrograms`] says which package to install.
    /// [`Error::NotPrograms`] and [`Error::OtherVersion`] are about the folder that was named.
    pub fn find(&self, major: Option<u16>) -> Result<Programs, Error> {
        match self {
            Self::Folder(folder) => named(folder, major),
            Self::System => first_usable(candidates(env::var_os("PATH")), major, || {
                install_hint(&os_release(), cfg!(target_os = "macos"), major)
            }),
        }
    }
}

impl Programs {
    /// The first supported installation: in the folder that the operator `named`, or else anywhere on the system.
    ///
    /// # Errors
    /// As for [`Search::find`].
    pub fn find(named: Option<&Path>) -> Result<Self, Error> {
        Search::system(named.map(Path::to_owned)).find(None)
    }

    /// The folder that holds the programs.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Their version.
    pub fn version(&self) -> ServerVersion {
        self.version
    }

    /// The program `name`, run apart from the caller.
    pub(super) fn command(&self, name: &str) -> Command {
        command(&self.folder.join(name))
    }

    fn in_folder(folder: &Path) -> Result<Self, String> {
        for name in ["postgres", "initdb"] {
            if !folder.join(name).is_file() {
                return Err(format!("there is no `{name}`"));
            }
        }
        let folder = real_folder(folder).map_err(|source| source.to_string())?;
        let version = ask_version(&folder.join("postgres"))?;
        let (oldest, newest) = SUPPORTED;
        if (oldest..=newest).contains(&version.major()) {
            Ok(Self { folder, version })
        } else {
            Err(format!(
                "it is version {version}, and {oldest} to {newest} are supported"
            ))
        }
    }
}

fn named(folder: &Path, major: Option<u16>) -> Result<Programs, Error> {
    let programs = Programs::in_folder(folder).map_err(|reason| Error::NotPrograms {
        folder: folder.to_owned(),
        reason,
    })?;
    match major {
        Some(made_by) if made_by != programs.version.major() => {
            let Programs { folder, version } = programs;
            Err(Error::OtherVersion {
                folder,
                version,
                made_by,
            })
        }
        _ => Ok(programs),
    }
}

fn first_usable(
    candidates: impl Iterator<Item = PathBuf>,
    major: Option<u16>,
    install: impl FnOnce() -> String,
) -> Result<Programs, Error> {
    let mut found = String::new();
    for folder in candidates.filter(|folder| folder.join("postgres").is_file()) {
        let reason = match Programs::in_folder(&folder) {
            Ok(programs) if major.is_none_or(|major| major == programs.version.major()) => {
                return Ok(programs);
            }
            Ok(programs) => format!("it is version {}", programs.version),
            Err(reason) => reason,
        };
        // Writing to a `String` cannot fail.
        let _ = write!(found, "; not usable: {} ({reason})", folder.display());
    }
    Err(Error::NoPrograms {
        found,
        install: install(),
    })
}

fn candidates(path: Option<OsString>) -> impl Iterator<Item = PathBuf> {
    let in_path: Vec<PathBuf> = path
        .map(|path| env::split_paths(&path).collect())
        .unwrap_or_default();
    let (oldest, newest) = SUPPORTED;
    let installed = (oldest..=newest).rev().flat_map(|major| {
        VERSIONED_FOLDERS
            .iter()
            .map(move |pattern| pattern.replace('*', &major.to_string()).into())
    });
    in_path
        .into_iter()
        .filter(|folder| folder.is_absolute())
        .chain(installed)
}

/// Where the programs really are: a folder in `PATH` may only hold links to some of them.
///
/// It is absolute, as they are run from another working folder.
fn real_folder(folder: &Path) -> io::Result<PathBuf> {
    let postgres = fs::canonicalize(folder.join("postgres"))?;
    match postgres.parent() {
        Some(real) if real.join("initdb").is_file() => Ok(real.to_owned()),
        _ => fs::canonicalize(folder),
    }
}

fn ask_version(postgres: &Path) -> Result<ServerVersion, String> {
    let output = command(postgres)
        .arg("--version")
        .output()
        .map_err(|source| format!("`postgres` cannot be run: {source}"))?;
    String::from_utf8_lossy(&output.stdout)
        .parse()
        .map_err(|invalid| format!("`postgres --version` was not understood: {invalid}"))
}

/// A program that is run apart from the caller: without its environment, terminal and working folder.
pub(super) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().envs(
        PASSED_ON
            .iter()
            .filter_map(|name| Some((name, env::var_os(name)?))),
    );
    // With `TZ` set, `initdb` need not compare the machine's time zone with all it knows.
    command
        .env("LC_ALL", "C")
        .env("TZ", "UTC")
        .current_dir("/")
        .stdin(Stdio::null());
    command
}

/// What the distribution says about itself; empty where it says nothing.
fn os_release() -> String {
    ["/etc/os-release", "/usr/lib/os-release"]
        .iter()
        .find_map(|path| fs::read_to_string(path).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
