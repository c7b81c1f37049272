//! The steps of `cargo xtask ci`, in order. A new check is a new entry here and nowhere else.

use std::path::Path;

use anyhow::Result;

use super::{Outcome, bucket, containers, deny};
use crate::{
    accessibility, chaos, conformance, demo, fuzz, leaks,
    process::{cargo, stream},
    product,
    requirement::{CHROMIUM, NGINX, POSTGRESQL, PYTHON, Requirement},
    tidy,
    tools::{DENY, MACHETE, NEXTEST, Tool},
};

/// One check.
#[derive(Debug)]
pub(super) struct Step {
    /// Name for `--only` and `--skip`.
    pub(super) name: &'static str,
    /// What it checks, in a few words.
    pub(super) about: &'static str,
    /// Cargo tools that it calls.
    pub(super) tools: &'static [Tool],
    /// System programs that it needs.
    pub(super) requirements: &'static [Requirement],
    /// The check itself; gets the repository's root.
    pub(super) run: fn(&Path) -> Result<Outcome>,
}

pub(super) const STEPS: &[Step] = &[
    Step {
        name: "format",
        about: "rustfmt would change nothing",
        tools: &[],
        requirements: &[],
        run: |root| passes(root, "fmt --all --check"),
    },
    Step {
        name: "clippy",
        about: "no warning in any target",
        tools: &[],
        requirements: &[],
        run: |root| {
            passes(
                root,
                "clippy --workspace --all-targets --all-features --locked -- -D warnings",
            )
        },
    },
    Step {
        name: "tidy",
        about: "layers, file sizes, manifests, documentation",
        tools: &[],
        requirements: &[],
        run: |_| tidy::run().map(|()| Outcome::Passed),
    },
    Step {
        name: "tests",
        about: "unit, integration and documentation tests",
        tools: &[NEXTEST],
        requirements: &[POSTGRESQL, NGINX, CHROMIUM, PYTHON],
        run: |root| {
            accessibility::ensure(root)?;
            stream(&mut cargo(
                root,
                "nextest run --workspace --all-features --locked --profile ci",
            ))?;
            // What the tests said, as `.config/nextest.toml` has it kept.
            leaks::ensure_none_in(&product::target(root)?.join("nextest/ci/junit.xml"))?;
            passes(root, "test --doc --workspace --all-features --locked")
        },
    },
    Step {
        name: "demo",
        about: "the whole main job over HTTP, with the documented client",
        tools: &[],
        requirements: &[POSTGRESQL, PYTHON],
        run: |root| demo::ci(root).map(|()| Outcome::Passed),
    },
    Step {
        name: "chaos",
        about: "a real cluster under faults refuses what was revoked, and a cache is found out",
        tools: &[],
        requirements: &[POSTGRESQL],
        run: |root| chaos::ci(root).map(|()| Outcome::Passed),
    },
    Step {
        name: "conformance",
        about: "what the service does is what it describes, by schemathesis",
        tools: &[],
        requirements: &[POSTGRESQL, PYTHON],
        run: |root| conformance::ci(root).map(|()| Outcome::Passed),
    },
    Step {
        name: "containers",
        about: "tests of the tenants' wall, against PostgreSQL in a container",
        tools: &[NEXTEST],
        requirements: &[],
        run: containers::run,
    },
    Step {
        name: "bucket",
        about: "tests of evidence in a bucket, against a server that speaks S3",
        tools: &[NEXTEST],
        requirements: &[PYTHON],
        run: bucket::run,
    },
    Step {
        name: "fuzz",
        about: "every parser: corpus replay and a bounded, repeatable random run",
        tools: &[],
        requirements: &[],
        run: |root| fuzz::ci(root).map(|()| Outcome::Passed),
    },
    Step {
        name: "docs",
        about: "rustdoc without warnings",
        tools: &[],
        requirements: &[],
        run: |root| {
            let mut command = cargo(root, "doc --workspace --no-deps --all-features --locked");
            stream(command.env("RUSTDOCFLAGS", "-D warnings")).map(|()| Outcome::Passed)
        },
    },
    Step {
        name: "deny",
        about: "bans, licences, sources and advisories of dependencies",
        tools: &[DENY],
        requirements: &[],
        run: deny::run,
    },
    Step {
        name: "machete",
        about: "no unused dependency",
        tools: &[MACHETE],
        requirements: &[],
        run: |root| passes(root, "machete"),
    },
    Step {
        name: "examples",
        about: "every example builds",
        tools: &[],
        requirements: &[],
        run: |root| passes(root, "build --workspace --examples --all-features --locked"),
    },
];

fn passes(root: &Path, arguments: &str) -> Result<Outcome> {
    stream(&mut cargo(root, arguments)).map(|()| Outcome::Passed)
}
