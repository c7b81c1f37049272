//! What the rules look at: the repository's text files and its packages.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use cargo_metadata::DependencyKind;

use crate::workspace;

/// Folders that hold nothing written by hand. Hidden folders are left out too, but for [`HIDDEN`].
const LEFT_OUT: &[&str] = &[
    "target",
    "data",
    "mutants.out",
    "mutants.out.old",
    "node_modules",
];
/// Hidden folders that are ours.
const HIDDEN: &[&str] = &[".cargo", ".ci", ".config", ".github"];
/// Files that tools write; in a linked working copy, `.git` is one that names the other copy.
const NOT_OURS: &[&str] = &["Cargo.lock", ".git"];
/// Larger files are data.
const MAX_BYTES: u64 = 1 << 20;

/// The repository as the rules see it.
#[derive(Debug, Default)]
pub(super) struct Repository {
    pub(super) root: PathBuf,
    /// Text files, sorted by path.
    pub(super) files: Vec<File>,
    pub(super) packages: Vec<Package>,
    /// Names of this tool's commands.
    pub(super) commands: Vec<String>,
}

/// A text file.
#[derive(Debug)]
pub(super) struct File {
    /// Path from the root, with `/` between its parts.
    pub(super) path: String,
    pub(super) text: String,
}

/// A package of the workspace.
#[derive(Debug)]
pub(super) struct Package {
    pub(super) name: String,
    /// Path of its manifest from the root.
    pub(super) manifest: String,
    /// Its direct dependencies of all kinds.
    pub(super) dependencies: Vec<(String, DependencyKind)>,
}

impl File {
    /// Whether the file has this extension, given without its dot.
    pub(super) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == extension)
    }
}

impl Repository {
    /// Reads the working copy, whether or not its files are known to git.
    pub(super) fn read(root: &Path, commands: Vec<String>) -> Result<Self> {
        let mut files = Vec::new();
        collect(root, root, &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let packages = workspace::metadata(root)?
            .packages
            .into_iter()
            .map(|package| Package {
                manifest: relative(root, package.manifest_path.as_std_path()),
                dependencies: package
                    .dependencies
                    .into_iter()
                    .map(|d| (d.name, d.kind))
                    .collect(),
                name: package.name.to_string(),
            })
            .collect();
        Ok(Self {
            root: root.to_owned(),
            files,
            packages,
            commands,
        })
    }

    /// Files with this extension, given without its dot.
    pub(super) fn with_extension(&self, extension: &str) -> impl Iterator<Item = &File> {
        self.files
            .iter()
            .filter(move |file| file.has_extension(extension))
    }

    /// The file at `path`.
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The line, from 1, of the first line in the file that starts with `start`; 1 when there is none.
    pub(super) fn line_starting(&self, path: &str, start: &str) -> usize {
        let text = self.file(path).map_or("", |file| &file.text);
        text.lines()
            .position(|line| line.starts_with(start))
            .map_or(1, |index| index + 1)
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<File>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_dir() {
            let ours = if name.starts_with('.') {
                HIDDEN.contains(&&*name)
            } else {
                !LEFT_OUT.contains(&&*name)
            };
            // Inputs of the fuzz corpus are whatever they are.
            if ours && relative(root, &path) != "fuzz/corpus" {
                collect(root, &path, files)?;
            }
        } else if kind.is_file()
            && !NOT_OURS.contains(&&*name)
            && entry.metadata()?.len() <= MAX_BYTES
        {
            // What is not text is not looked at.
            if let Ok(text) = String::from_utf8(fs::read(&path)?) {
                files.push(File {
                    path: relative(root, &path),
                    text,
                });
            }
        }
    }
    Ok(())
}

fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}

#[cfg(test)]
impl Repository {
    /// A repository of these files, for tests of rules.
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| File {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            })
            .collect();
        Self {
            files,
            ..Self::default()
        }
    }

    /// With a package that has these normal (`n`), build (`b`) and development (`d`) dependencies.
    pub(super) fn with_package(mut self, name: &str, dependencies: &[(&str, char)]) -> Self {
        let kind = |kind| match kind {
            'b' => DependencyKind::Build,
            'd' => DependencyKind::Development,
            _ => DependencyKind::Normal,
        };
        self.packages.push(Package {
            name: name.to_owned(),
            manifest: format!("crates/{name}/Cargo.toml"),
            dependencies: dependencies
                .iter()
                .map(|(n, k)| ((*n).to_owned(), kind(*k)))
                .collect(),
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_working_copy_is_read_without_generated_folders() {
        let repository = Repository::read(&workspace::root(), Vec::new()).unwrap();
        assert!(repository.file("xtask/src/tidy/repository.rs").is_some());
        assert!(repository.file(".cargo/config.toml").is_some());
        assert!(
            repository
                .files
                .iter()
                .all(|file| !file.path.starts_with("target/"))
        );
        assert!(
            repository
                .packages
                .iter()
                .any(|package| package.manifest == "xtask/Cargo.toml")
        );
    }
}
