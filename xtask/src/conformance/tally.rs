//! What was called how often, and what was answered.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use super::caller::Caller;
use crate::output::table;

/// A run with fewer calls of an operation has not tried it.
const FEWEST: u64 = 5;

/// How often each operation was answered with each status.
#[derive(Debug)]
pub(super) struct Tally(BTreeMap<String, BTreeMap<u16, u64>>);

impl Tally {
    /// Reads what the hooks wrote.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("the run is void: it left no {}", path.display()))?;
        Self::parse(&text).context("the run is void: its tally cannot be read")
    }

    fn parse(text: &str) -> Option<Self> {
        let counted: Value = serde_json::from_str(text).ok()?;
        let mut operations = BTreeMap::new();
        for (operation, statuses) in counted.as_object()? {
            let mut counts = BTreeMap::new();
            for (status, count) in statuses.as_object()? {
                counts.insert(status.parse().ok()?, count.as_u64()?);
            }
            operations.insert(operation.clone(), counts);
        }
        Some(Self(operations))
    }

    /// A line for each operation, and how many calls there were.
    pub(super) fn table(&self) -> String {
        let line = |(operation, statuses): (&String, &BTreeMap<u16, u64>)| {
            let told: Vec<_> = statuses
                .iter()
                .map(|(status, count)| format!("{status}: {count}"))
                .collect();
            let calls: u64 = statuses.values().sum();
            vec![operation.clone(), calls.to_string(), told.join(", ")]
        };
        let rows: Vec<_> = self.0.iter().map(line).collect();
        let total: u64 = self.0.values().flat_map(BTreeMap::values).sum();
        let table = table(&["operation", "calls", "answers"], &rows, &[1]);
        format!("\n{table}\n\n{total} calls\n")
    }

    /// Every operation that the caller may use was called often enough, and done at least once.
    pub(super) fn require(&self, description: &Value, caller: &Caller) -> Result<()> {
        let paths = description["paths"].as_object();
        let paths = paths.context("the description has no paths")?;
        let mut missed = Vec::new();
        for (path, operations) in paths {
            for (method, operation) in operations.as_object().into_iter().flatten() {
                let id = operation["operationId"].as_str().unwrap_or_default();
                if !caller.may(operation) || caller.excluded.contains(&id) {
                    continue;
                }
                let label = format!("{} {path}", method.to_ascii_uppercase());
                let statuses = self.0.get(&label).cloned().unwrap_or_default();
                let calls: u64 = statuses.values().sum();
                let done = statuses.keys().any(|status| (200..300).contains(status));
                if calls < FEWEST {
                    missed.push(format!("{label} was called {calls} times"));
                } else if !done && !caller.fruitless.contains(&id) {
                    missed.push(format!("{label} was never done"));
                }
            }
        }
        ensure!(
            missed.is_empty(),
            "the run of a {} is void, it tried too little: {}",
            caller.name,
            missed.join("; ")
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn caller() -> Caller {
        Caller {
            excluded: &["end"],
            fruitless: &["guess"],
            ..Caller::example()
        }
    }

    fn described() -> Value {
        let program = json!([{ "apiKey": [] }]);
        json!({ "paths": {
            "/a": { "get": { "operationId": "read", "security": program } },
            "/b": {
                "post": { "operationId": "guess" },
                "delete": { "operationId": "end", "security": program },
                "put": { "operationId": "theirs", "security": [{ "session": [] }] },
            },
        } })
    }

    #[test]
    fn a_run_that_did_everything_is_one() {
        let tally =
            Tally::parse(r#"{"GET /a": {"200": 4, "404": 1}, "POST /b": {"403": 5}}"#).unwrap();
        assert!(tally.require(&described(), &caller()).is_ok());
        assert!(tally.table().contains("10 calls"), "{}", tally.table());
    }

    #[test]
    fn a_run_that_called_too_little_or_did_nothing_is_void() {
        for (counted, missed) in [
            (r#"{"GET /a": {"200": 5}}"#, "POST /b was called 0 times"),
            (
                r#"{"GET /a": {"200": 4}, "POST /b": {"403": 5}}"#,
                "GET /a was called 4 times",
            ),
            (
                r#"{"GET /a": {"404": 9}, "POST /b": {"403": 5}}"#,
                "GET /a was never done",
            ),
        ] {
            let tally = Tally::parse(counted).unwrap();
            let void = tally.require(&described(), &caller()).unwrap_err();
            assert!(void.to_string().contains(missed), "{void}");
        }
        assert!(Tally::parse("[]").is_none());
    }
}
