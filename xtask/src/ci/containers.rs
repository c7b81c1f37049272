//! Tests of the wall between tenants once more, against a server in a container.

use std::path::Path;

use anyhow::Result;

use super::Outcome;
use crate::{
    image,
    output::say,
    process::{cargo, stream},
};

/// What a server of another make and another way in could change.
const TESTS: &str = "binary_id(aiia-keys-postgres::attack) \
     | binary_id(aiia-keys-postgres::catalogue) \
     | (package(aiia-keys-test-support) & test(container))";

pub(super) fn run(root: &Path) -> Result<Outcome> {
    if let image::Outcome::Impossible(why) = image::ensure()? {
        let note = format!("tests in containers NOT run: {why}");
        say(format_args!("containers: {note}"));
        return Ok(Outcome::PassedWith(note));
    }
    // The features of the step before, so that nothing is built anew.
    let mut tests = cargo(
        root,
        "nextest run --workspace --all-features --locked --profile ci",
    );
    tests.args(["--filterset", TESTS]);
    tests.env("TEST_DATABASE_PROVIDER", "container");
    tests.env_remove("TEST_DATABASE_URL");
    stream(&mut tests).map(|()| Outcome::Passed)
}
