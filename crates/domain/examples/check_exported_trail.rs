//! Checks an exported audit trail: one entry as JSON on each line.
//!
//! ```text
//! cargo run --example check_exported_trail --features serde -- [TRAIL.jsonl [HEAD.json]]
//! ```
//!
//! Without arguments it checks a trail of its own.
//! With the head of an earlier check, it also finds out whether the end of the trail was cut off.
//! It prints the trail's head, which is to be kept for the next check, where nobody can change it.
//! The exit code is 0 for a whole trail, 1 for a broken one, 2 when there is nothing to check.

use std::{
    error::Error,
    fs,
    io::{self, Write as _},
    process::ExitCode,
};

use aiia_keys_domain::{TrailEntry, TrailHead, verify_trail, verify_trail_to};

fn main() -> ExitCode {
    match check() {
        Ok(code) => code,
        Err(error) => {
            // When not even this can be said, the exit code still says it.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::from(2)
        }
    }
}

fn check() -> Result<ExitCode, Box<dyn Error>> {
    let (trail, known) = input()?;
    let entries = entries(&trail)?;
    let first = entries.first().ok_or("the trail has no entry")?;
    let start = TrailHead::genesis(first.organization());
    let checked = match known {
        Some(known) => verify_trail_to(start, known, &entries),
        None => verify_trail(start, &entries),
    };
    let mut out = io::stdout().lock();
    match checked {
        Ok(head) => {
            writeln!(out, "{}", serde_json::to_string(&head)?)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            writeln!(out, "{broken}")?;
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The trail, and the head that was kept of an earlier check.
fn input() -> Result<(String, Option<TrailHead>), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let Some(trail) = arguments.next() else {
        let kept = serde_json::from_str(include_str!("kept_head.json"))?;
        return Ok((include_str!("exported_trail.jsonl").to_owned(), Some(kept)));
    };
    let known = match arguments.next() {
        Some(head) => Some(serde_json::from_str(&fs::read_to_string(head)?)?),
        None => None,
    };
    Ok((fs::read_to_string(trail)?, known))
}

fn entries(trail: &str) -> Result<Vec<TrailEntry>, Box<dyn Error>> {
    let entry = |(index, line)| {
        serde_json::from_str(line).map_err(|error| format!("line {}: {error}", index + 1).into())
    };
    trail.lines().enumerate().map(entry).collect()
}
