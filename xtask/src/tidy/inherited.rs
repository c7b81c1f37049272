//! Every crate inherits what the workspace sets for all.

use anyhow::Result;

use super::{manifest::Manifest, repository::Repository, violation::Violation};

/// Tables that must say `workspace = true`.
const TABLES: &[&[&str]] = &[
    &["lints"],
    &["package", "edition"],
    &["package", "license"],
    &["package", "rust-version"],
];

pub(super) fn check(repository: &Repository) -> Result<Vec<Violation>> {
    let mut violations = Vec::new();
    for package in &repository.packages {
        let Some(file) = repository.file(&package.manifest) else {
            continue;
        };
        let manifest = Manifest::parse(file)?;
        for path in TABLES.iter().filter(|path| !manifest.inherits(path)) {
            let entry = path.join(".");
            violations.push(Violation::new(
                &file.path,
                repository.line_starting(&file.path, path[path.len() - 1]),
                format!("`{entry}` is not inherited"),
                format!("write `{entry}.workspace = true`"),
            ));
        }
    }
    Ok(violations)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(manifest: &str) -> Vec<String> {
        let repository =
            Repository::of(&[("crates/a/Cargo.toml", manifest)]).with_package("a", &[]);
        check(&repository)
            .unwrap()
            .into_iter()
            .map(|violation| violation.to_string())
            .collect()
    }

    #[test]
    fn a_crate_that_inherits_everything_passes() {
        let manifest = "[package]\nedition.workspace = true\nlicense.workspace = true\nrust-version.workspace = true\n[lints]\nworkspace = true\n";
        assert_eq!(problems(manifest), Vec::<String>::new());
    }

    #[test]
    fn what_is_set_by_hand_or_missing_fails() {
        let manifest = "[package]\nlicense.workspace = true\nrust-version.workspace = true\nedition = \"2021\"\n";
        assert_eq!(
            problems(manifest),
            [
                "crates/a/Cargo.toml:1: `lints` is not inherited; write `lints.workspace = true`",
                "crates/a/Cargo.toml:4: `package.edition` is not inherited; write `package.edition.workspace = true`",
            ]
        );
    }
}
