//! A node of the product that tells about itself.

use std::{thread, time::Duration};

use anyhow::{Context as _, Result, ensure};

use crate::{
    process,
    product::send,
    stack::{Node, Stack, Start},
};

/// How long it may take to store what was counted.
const PATIENCE: Duration = Duration::from_mins(2);

/// A node, and where its metrics are.
#[derive(Debug)]
pub(super) struct MeteredNode {
    pub(super) node: Node,
    metrics: String,
}

/// How often keys were looked for, by what became of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lookups {
    /// They were in memory.
    pub(super) hits: f64,
    /// The database was asked.
    pub(super) reads: f64,
}

impl MeteredNode {
    /// Starts it, with a log of its name and with more options of `serve`.
    pub(super) fn start(stack: &Stack, name: &str, options: &[&str]) -> Result<Self> {
        let log = stack.folder.join(format!("{name}.log"));
        let told = ["--log", "info", "--metrics-listen", "127.0.0.1:0"];
        let mut node = Node::start(
            stack,
            &Start {
                database_url: stack.postgres.url("aiia_app"),
                log: &log,
                options: &[&told[..], options].concat(),
                environment: Vec::new(),
            },
        )?;
        let metrics = node.next("metrics on http://");
        let metrics = metrics.context("a node did not say where its metrics are")?;
        let address = metrics.trim_end_matches("/metrics").to_owned();
        Ok(Self {
            node,
            metrics: address,
        })
    }

    /// How often keys were looked for since its start.
    pub(super) fn lookups(&self) -> Result<Lookups> {
        let text = self.told()?;
        let of = |answer: &str| {
            let sample = format!("aiia_keys_cache_lookups_total{{answer=\"{answer}\"}}");
            value(&text, &sample)
        };
        Ok(Lookups {
            hits: of("hit")?,
            reads: of("miss")? + of("no_lease")?,
        })
    }

    /// How many keys are in its memory.
    pub(super) fn cached(&self) -> Result<f64> {
        value(&self.told()?, "aiia_keys_cache_entries")
    }

    /// Waits until all that was counted is stored.
    pub(super) fn settle(&self) -> Result<()> {
        let started = process::now();
        while value(&self.told()?, "aiia_keys_usage_held")? > 0.0 {
            ensure!(
                started.elapsed() < PATIENCE,
                "the use of keys is not stored"
            );
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn told(&self) -> Result<String> {
        let answer = send(&self.metrics, "GET", "/metrics", &[], None)?;
        ensure!(answer.status == 200, "metrics: {}", answer.status);
        Ok(answer.body)
    }
}

/// The value of a sample, which is given with its labels.
fn value(text: &str, sample: &str) -> Result<f64> {
    let found = text.lines().find_map(|line| {
        let value = line.strip_prefix(sample)?.strip_prefix(' ')?;
        value.parse().ok()
    });
    found.with_context(|| format!("the metrics have no `{sample}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_found_by_its_whole_name() {
        let text = "# HELP kept Kept.\nkept_long 1\nkept{answer=\"hit\"} 2\nkept 3.5\n";
        let found = ["kept", "kept{answer=\"hit\"}", "kept_"].map(|name| value(text, name).ok());
        assert_eq!(found, [Some(3.5), Some(2.0), None]);
    }
}
