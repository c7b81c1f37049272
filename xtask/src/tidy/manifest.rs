//! Manifests with the place of each entry.

use std::ops::Range;

use anyhow::{Result, anyhow};
use toml::de::{DeTable, DeValue};

use super::repository::File;

/// A parsed manifest.
#[derive(Debug)]
pub(super) struct Manifest<'a> {
    file: &'a File,
    table: DeTable<'a>,
}

/// One entry of a table of dependencies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dependency {
    pub(super) name: String,
    /// Line of the entry, from 1.
    pub(super) line: usize,
    /// Whether it says `workspace = true`.
    pub(super) inherited: bool,
    /// Whether it is found by path, that is, ours.
    pub(super) by_path: bool,
}

impl<'a> Manifest<'a> {
    pub(super) fn parse(file: &'a File) -> Result<Self> {
        let table =
            DeTable::parse(&file.text).map_err(|error| anyhow!("{}: {error}", file.path))?;
        Ok(Self {
            file,
            table: table.into_inner(),
        })
    }

    /// Whether the table at `path` says `workspace = true`.
    pub(super) fn inherits(&self, path: &[&str]) -> bool {
        let mut table = &self.table;
        for name in path {
            let Some(inner) = table
                .get(*name)
                .and_then(|value| value.get_ref().as_table())
            else {
                return false;
            };
            table = inner;
        }
        is_true(table, "workspace")
    }

    /// Entries of `[workspace.dependencies]`, in the order of the file.
    pub(super) fn shared_dependencies(&self) -> Vec<Dependency> {
        let workspace = self
            .table
            .get("workspace")
            .and_then(|value| value.get_ref().as_table());
        let mut found = Vec::new();
        if let Some(workspace) = workspace {
            self.collect(workspace, &["dependencies"], &mut found);
        }
        found.sort_by_key(|dependency| dependency.line);
        found
    }

    /// Entries of all tables of dependencies, those for one target system too, in the order of the file.
    pub(super) fn dependencies(&self) -> Vec<Dependency> {
        const KINDS: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];
        let mut found = Vec::new();
        self.collect(&self.table, KINDS, &mut found);
        if let Some(targets) = self
            .table
            .get("target")
            .and_then(|value| value.get_ref().as_table())
        {
            for target in targets
                .values()
                .filter_map(|value| value.get_ref().as_table())
            {
                self.collect(target, KINDS, &mut found);
            }
        }
        found.sort_by_key(|dependency| dependency.line);
        found
    }

    fn collect(&self, table: &DeTable<'_>, kinds: &[&str], found: &mut Vec<Dependency>) {
        let tables = kinds
            .iter()
            .filter_map(|kind| table.get(*kind)?.get_ref().as_table());
        for (name, value) in tables.flatten() {
            let details = value.get_ref().as_table();
            found.push(Dependency {
                name: name.get_ref().to_string(),
                line: self.line(&name.span()),
                inherited: details.is_some_and(|details| is_true(details, "workspace")),
                by_path: details.is_some_and(|details| details.contains_key("path")),
            });
        }
    }

    fn line(&self, span: &Range<usize>) -> usize {
        self.file.text[..span.start].matches('\n').count() + 1
    }
}

fn is_true(table: &DeTable<'_>, name: &str) -> bool {
    table
        .get(name)
        .map(toml::Spanned::get_ref)
        .and_then(DeValue::as_bool)
        == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> File {
        File {
            path: "Cargo.toml".to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn inheritance_is_seen_in_every_spelling() {
        let file = file(
            "[package]\nedition.workspace = true\nlicense = { workspace = true }\n[lints]\nworkspace = true\n",
        );
        let manifest = Manifest::parse(&file).unwrap();
        assert!(manifest.inherits(&["package", "edition"]));
        assert!(manifest.inherits(&["package", "license"]));
        assert!(manifest.inherits(&["lints"]));
        assert!(!manifest.inherits(&["package", "version"]));
    }

    #[test]
    fn dependencies_of_all_kinds_are_found_with_their_lines() {
        let file = file(
            "[dependencies]\na.workspace = true\nb = \"1\"\n[dev-dependencies]\nc = { path = \"c\" }\n[target.'cfg(unix)'.dependencies]\nd = { workspace = true, features = [] }\n",
        );
        let found: Vec<_> = Manifest::parse(&file)
            .unwrap()
            .dependencies()
            .into_iter()
            .map(|d| (d.name, d.line, d.inherited, d.by_path))
            .collect();
        let expected = [
            ("a", 2, true, false),
            ("b", 3, false, false),
            ("c", 5, false, true),
            ("d", 7, true, false),
        ];
        assert_eq!(
            found,
            expected.map(|(name, line, i, p)| (name.to_owned(), line, i, p))
        );
    }

    #[test]
    fn a_broken_manifest_is_an_error_with_its_path() {
        let file = file("[package\n");
        assert!(
            Manifest::parse(&file)
                .unwrap_err()
                .to_string()
                .starts_with("Cargo.toml")
        );
    }
}
