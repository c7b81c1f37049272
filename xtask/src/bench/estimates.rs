//! Reads what Criterion measured.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result};
use serde_json::Value;

/// Median time of one iteration in nanoseconds, with its confidence interval of 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Estimate {
    pub(super) median: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// The estimates of all benchmarks below `folder`, by Criterion's full id.
///
/// Criterion shortens and changes ids to name folders, so the id is read from the file beside each estimate.
pub(super) fn read(folder: &Path) -> Result<BTreeMap<String, Estimate>> {
    let mut found = BTreeMap::new();
    collect(folder, &mut found)?;
    Ok(found)
}

fn collect(folder: &Path, found: &mut BTreeMap<String, Estimate>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if !path.is_dir() {
            continue;
        }
        if path.ends_with("new") && path.join("estimates.json").is_file() {
            let id = json(&path.join("benchmark.json"))?;
            let id = id["full_id"]
                .as_str()
                .context("a benchmark without a full id")?;
            found.insert(
                id.to_owned(),
                estimate(&json(&path.join("estimates.json"))?)?,
            );
        } else {
            collect(&path, found)?;
        }
    }
    Ok(())
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

fn estimate(json: &Value) -> Result<Estimate> {
    let median = &json["median"];
    let number = |value: &Value| value.as_f64().context("an estimate without a median");
    Ok(Estimate {
        median: number(&median["point_estimate"])?,
        low: number(&median["confidence_interval"]["lower_bound"])?,
        high: number(&median["confidence_interval"]["upper_bound"])?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_are_found_by_their_full_id() {
        let folder = std::env::temp_dir().join(format!("xtask-bench-{}", std::process::id()));
        let new = folder.join("key").join("a_b").join("new");
        fs::create_dir_all(&new).unwrap();
        fs::write(new.join("benchmark.json"), r#"{"full_id":"key/a b"}"#).unwrap();
        let estimates = r#"{"median":{"point_estimate":12.5,"confidence_interval":{"lower_bound":12.0,"upper_bound":13.0}}}"#;
        fs::write(new.join("estimates.json"), estimates).unwrap();
        let found = read(&folder);
        fs::remove_dir_all(&folder).unwrap();
        let expected = Estimate {
            median: 12.5,
            low: 12.0,
            high: 13.0,
        };
        assert_eq!(
            found.unwrap(),
            BTreeMap::from([("key/a b".to_owned(), expected)])
        );
    }

    #[test]
    fn an_estimate_without_a_median_is_an_error() {
        assert!(estimate(&serde_json::json!({ "mean": {} })).is_err());
    }
}
