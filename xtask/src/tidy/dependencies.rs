//! A dependency is declared once, in the workspace, with a comment above it that says what it is for.

use anyhow::Result;

use super::{
    manifest::{Dependency, Manifest},
    repository::{File, Repository},
    violation::Violation,
};

pub(super) fn check(repository: &Repository) -> Result<Vec<Violation>> {
    let mut violations = Vec::new();
    let mut used = Vec::new();
    for package in &repository.packages {
        let Some(file) = repository.file(&package.manifest) else {
            continue;
        };
        for dependency in Manifest::parse(file)?.dependencies() {
            if !dependency.inherited {
                violations.push(Violation::new(
                    &file.path,
                    dependency.line,
                    format!("`{}` is not taken from the workspace", dependency.name),
                    "declare it in the root Cargo.toml and write `workspace = true` here",
                ));
            }
            used.push(dependency.name);
        }
    }
    if let Some(root) = repository.file("Cargo.toml") {
        for dependency in Manifest::parse(root)?.shared_dependencies() {
            violations.extend(check_shared(root, &dependency, &used));
        }
    }
    Ok(violations)
}

/// Our own crates need neither a comment, docs/ARCHITECTURE.md says what they are for, nor a user.
fn check_shared(root: &File, dependency: &Dependency, used: &[String]) -> Vec<Violation> {
    if dependency.by_path {
        return Vec::new();
    }
    let Dependency { name, line, .. } = dependency;
    let mut violations = Vec::new();
    let above = line
        .checked_sub(2)
        .and_then(|index| root.text.lines().nth(index))
        .unwrap_or_default();
    if !above.trim_start().starts_with('#') {
        violations.push(Violation::new(
            &root.path,
            *line,
            format!("`{name}` has no purpose"),
            "say in a comment on the line above what it is for here",
        ));
    }
    if !used.contains(name) {
        violations.push(Violation::new(
            &root.path,
            *line,
            format!("`{name}` is used by no crate"),
            "remove the entry",
        ));
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(root: &str, member: &str) -> Vec<String> {
        let files = [("Cargo.toml", root), ("crates/a/Cargo.toml", member)];
        let repository = Repository::of(&files).with_package("a", &[]);
        check(&repository)
            .unwrap()
            .into_iter()
            .map(|v| format!("{}:{}: {}", v.path, v.line, v.problem))
            .collect()
    }

    #[test]
    fn shared_dependencies_with_a_purpose_pass() {
        let root = "[workspace.dependencies]\nours = { path = \"ours\" }\n# Ids.\nuuid = \"1\"\n";
        let member = "[dependencies]\nours.workspace = true\nuuid = { workspace = true, features = [\"v4\"] }\n";
        assert_eq!(problems(root, member), Vec::<String>::new());
    }

    #[test]
    fn a_missing_purpose_an_own_version_and_an_unused_entry_fail() {
        let root = "[workspace.dependencies]\n# Ids.\nuuid = \"1\"\nserde = \"1\"\n# Text.\nbase62 = \"2\"\n";
        let member = "[dependencies]\nuuid = \"1\"\n[dev-dependencies]\nserde.workspace = true\n";
        assert_eq!(
            problems(root, member),
            [
                "crates/a/Cargo.toml:2: `uuid` is not taken from the workspace",
                "Cargo.toml:4: `serde` has no purpose",
                "Cargo.toml:6: `base62` is used by no crate",
            ]
        );
    }
}
