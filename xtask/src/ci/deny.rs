//! `cargo deny`: what can be checked without a network always, advisories when their database can be had.

use std::{path::Path, time::Duration};

use anyhow::Result;

use super::Outcome;
use crate::{
    output::say,
    process::{cargo, stream, stream_within},
};

/// A closed network may swallow the connection instead of refusing it.
const FETCH_LIMIT: Duration = Duration::from_mins(2);

pub(super) fn run(root: &Path) -> Result<Outcome> {
    stream(&mut cargo(
        root,
        "deny --workspace --all-features --locked check bans licenses sources",
    ))?;
    // Fetching apart from checking tells "the database cannot be had" from "an advisory was found".
    if !stream_within(&mut cargo(root, "deny --locked fetch db"), FETCH_LIMIT)? {
        let note = "advisories NOT checked: their database could not be fetched";
        say(format_args!("deny: {note}"));
        return Ok(Outcome::PassedWith(note.to_owned()));
    }
    stream(&mut cargo(
        root,
        "deny --workspace --all-features --locked check --disable-fetch advisories",
    ))?;
    Ok(Outcome::Passed)
}
