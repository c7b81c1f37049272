//! `cargo xtask tidy`: what compilers do not check. One rule a file; all violations are collected.

mod commands;
mod crate_table;
mod dependencies;
mod forbidden;
mod inherited;
mod keys;
mod layers;
mod links;
mod manifest;
mod markdown;
mod repository;
mod sentences;
mod sizes;
mod trees;
mod violation;

use anyhow::{Result, bail};

use self::{repository::Repository, violation::Violation};
use crate::{output::say, workspace};

/// A rule: its name and what looks for violations of it.
type Rule = (&'static str, fn(&Repository) -> Result<Vec<Violation>>);

/// Every rule. A new one is a file of its own and a line here.
const RULES: &[Rule] = &[
    (
        "layers: dependencies between our crates point inward",
        |repository| Ok(layers::check(repository)),
    ),
    (
        "trees: the pure crates stay free of frameworks and small",
        trees::check,
    ),
    ("sizes: files are short", |repository| {
        Ok(sizes::check(repository))
    }),
    (
        "inherited: every crate inherits what the workspace sets",
        inherited::check,
    ),
    (
        "dependencies: each has a purpose and is declared once",
        dependencies::check,
    ),
    (
        "crate table: docs/ARCHITECTURE.md lists the crates",
        |repository| Ok(crate_table::check(repository)),
    ),
    ("commands: documented commands exist", |repository| {
        Ok(commands::check(repository))
    }),
    ("links: links between documents resolve", |repository| {
        Ok(links::check(repository))
    }),
    (
        "sentences: Markdown has one sentence per line",
        |repository| Ok(sentences::check(repository)),
    ),
    (
        "forbidden: no leftovers in code, no machine's paths",
        |repository| Ok(forbidden::check(repository)),
    ),
    ("keys: none is kept here", |repository| {
        Ok(keys::check(repository))
    }),
];

pub(crate) fn run() -> Result<()> {
    let repository = Repository::read(&workspace::root(), crate::command_names())?;
    let mut violations = Vec::new();
    for (rule, check) in RULES {
        let found = check(&repository)?;
        let verdict = if found.is_empty() {
            "ok".to_owned()
        } else {
            format!("violations: {}", found.len())
        };
        say(format_args!("tidy: {rule}: {verdict}"));
        violations.extend(found);
    }
    violations.sort();
    for violation in &violations {
        say(violation);
    }
    match violations.len() {
        0 => Ok(()),
        1 => bail!("tidy found 1 violation"),
        count => bail!("tidy found {count} violations"),
    }
}
