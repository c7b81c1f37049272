//! What the inner crates pull in, directly or through others: no framework, and little for the domain.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};

use super::{repository::Repository, violation::Violation};
use crate::process;

/// Runtimes, frameworks and drivers; a `*` at the end stands for the rest of the name.
const FRAMEWORKS: &[&str] = &[
    "actix-*",
    "async-std",
    "async-trait",
    "axum",
    "diesel*",
    "futures*",
    "hyper*",
    "reqwest",
    "smol",
    "sqlx*",
    "tokio*",
];
const ADAPTERS: &[&str] = &[
    "actix-*",
    "axum",
    "diesel*",
    "hyper*",
    "reqwest",
    "sqlx*",
    "tokio-postgres",
];

/// Crates, what is banned from their whole tree of normal dependencies with all features, and why.
const BANS: &[(&str, &[&str], &str)] = &[
    (
        "aiia-keys-domain",
        FRAMEWORKS,
        "pure rules know no runtime and no framework",
    ),
    (
        "aiia-keys-verifier",
        FRAMEWORKS,
        "pure rules know no runtime and no framework",
    ),
    (
        "aiia-keys-ports",
        ADAPTERS,
        "databases and HTTP belong into adapters",
    ),
    (
        "aiia-keys-usecases",
        ADAPTERS,
        "databases and HTTP belong into adapters",
    ),
    (
        "aiia-keys-assurance",
        ADAPTERS,
        "databases and HTTP belong into adapters",
    ),
];

/// Crates that others embed, and how many crates their tree may have with default features, themselves included.
const LIMITS: &[(&str, usize)] = &[("aiia-keys-domain", 15)];

pub(super) fn check(repository: &Repository) -> Result<Vec<Violation>> {
    let mut violations = Vec::new();
    for package in &repository.packages {
        let manifest = &package.manifest;
        for (_, banned, reason) in BANS.iter().filter(|(name, ..)| *name == package.name) {
            let tree = tree(repository, &package.name, &["--all-features"])?;
            violations.extend(banned_in(&tree, banned).map(|found| {
                Violation::new(
                    manifest,
                    1,
                    format!("{} has {found} in its tree of dependencies", package.name),
                    format!("{reason}: see `cargo tree -p {} -i {found}`", package.name),
                )
            }));
        }
        for (_, most) in LIMITS.iter().filter(|(name, _)| *name == package.name) {
            let count = tree(repository, &package.name, &[])?.len();
            violations.extend(too_many(manifest, count, *most));
        }
    }
    Ok(violations)
}

/// Names and versions of all crates in the tree of normal dependencies, the package itself included.
fn tree(repository: &Repository, package: &str, features: &[&str]) -> Result<BTreeSet<String>> {
    let words = format!("tree --quiet --locked --edges normal --prefix none --package {package}");
    let printed = process::capture(process::cargo(&repository.root, &words).args(features))
        .with_context(|| format!("`cargo {words}` failed"))?;
    Ok(parse(&printed))
}

/// One crate a line: `name v1.2.3 (source) (*)`.
fn parse(printed: &str) -> BTreeSet<String> {
    printed
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some(format!("{} {}", words.next()?, words.next()?))
        })
        .collect()
}

fn banned_in<'a>(tree: &'a BTreeSet<String>, banned: &'a [&str]) -> impl Iterator<Item = &'a str> {
    tree.iter()
        .filter_map(|entry| entry.split(' ').next())
        .filter(|name| {
            banned
                .iter()
                .any(|pattern| match pattern.strip_suffix('*') {
                    Some(start) => name.starts_with(start),
                    None => name == pattern,
                })
        })
}

fn too_many(manifest: &str, count: usize, most: usize) -> Option<Violation> {
    (count > most).then(|| {
        Violation::new(
            manifest,
            1,
            format!("{count} crates in the whole tree of dependencies, at most {most} are allowed"),
            "others embed this crate: drop a dependency, or put it behind a feature that is off by default",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "aiia-keys-domain v0.1.0 (/r/crates/domain)\nuuid v1.29.0\nactix-http v3.0.0\nuuid v1.29.0 (*)\n";

    #[test]
    fn a_tree_is_counted_without_repetitions() {
        assert_eq!(parse(TREE).len(), 3);
    }

    #[test]
    fn banned_names_and_prefixes_are_found_and_others_are_not() {
        let tree = parse(TREE);
        assert_eq!(
            banned_in(&tree, FRAMEWORKS).collect::<Vec<_>>(),
            ["actix-http"]
        );
        assert_eq!(banned_in(&tree, &["uui", "tokio*"]).count(), 0);
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        assert_eq!(too_many("Cargo.toml", 15, 15), None);
        assert!(too_many("Cargo.toml", 16, 15).is_some());
    }
}
