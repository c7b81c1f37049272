//! The table of one suite, in Markdown.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};

use super::{
    estimates::Estimate,
    suites::{Row, Suite},
};

/// The table, the machine and the command.
pub(super) fn section(
    suite: &Suite,
    estimates: &BTreeMap<String, Estimate>,
    machine: &str,
    command: &str,
) -> Result<String> {
    let mut lines = vec![
        "| what | median | 95 % interval | target | ratio to reference |".to_owned(),
        "|---|---:|---:|---|---:|".to_owned(),
    ];
    for row in suite.rows {
        lines.push(line(row, estimates)?);
    }
    Ok(with_origin(&lines.join("\n"), machine, command))
}

/// A table, and below it where its figures come from.
pub(super) fn with_origin(table: &str, machine: &str, command: &str) -> String {
    format!("{table}\n\nMachine: {machine}.\n\nCommand: `{command}`.")
}

fn line(row: &Row, estimates: &BTreeMap<String, Estimate>) -> Result<String> {
    let find = |id: &str| {
        estimates
            .get(id)
            .with_context(|| format!("the benchmark `{id}` gave no figure"))
    };
    let Estimate { median, low, high } = *find(row.id)?;
    let ratio = match row.reference {
        Some(reference) => format!(
            "{:.2} of {}",
            median / find(reference)?.median,
            name(reference)
        ),
        None => "—".to_owned(),
    };
    let target = if row.target.is_empty() {
        "—"
    } else {
        row.target
    };
    let interval = format!("{} to {}", duration(low), duration(high));
    Ok(format!(
        "| {} | {} | {interval} | {target} | {ratio} |",
        row.label,
        duration(median)
    ))
}

/// The last part of an id.
fn name(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

/// Nanoseconds with a fitting unit.
fn duration(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        n if n < 1e3 => (n, "ns"),
        n if n < 1e6 => (n / 1e3, "µs"),
        n if n < 1e9 => (n / 1e6, "ms"),
        n => (n / 1e9, "s"),
    };
    let digits = if value < 10.0 { 2 } else { 1 };
    format!("{value:.digits$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUITE: Suite = Suite {
        name: "example",
        package: "example",
        bench: "example",
        environment: &[],
        rows: &[
            Row {
                label: "ours",
                id: "ours",
                target: "≤ 60 ns",
                reference: Some("reference/theirs"),
            },
            Row {
                label: "theirs",
                id: "reference/theirs",
                target: "",
                reference: None,
            },
        ],
    };

    fn estimates(ids: &[(&str, f64)]) -> BTreeMap<String, Estimate> {
        let estimate = |median: f64| Estimate {
            median,
            low: median - 1.0,
            high: median + 1.0,
        };
        ids.iter()
            .map(|(id, median)| ((*id).to_owned(), estimate(*median)))
            .collect()
    }

    #[test]
    fn the_table_has_targets_and_ratios() {
        let section = section(
            &SUITE,
            &estimates(&[("ours", 50.0), ("reference/theirs", 200.0)]),
            "a machine",
            "cargo bench",
        );
        assert_eq!(
            section.unwrap(),
            "| what | median | 95 % interval | target | ratio to reference |\n\
             |---|---:|---:|---|---:|\n\
             | ours | 50.0 ns | 49.0 ns to 51.0 ns | ≤ 60 ns | 0.25 of theirs |\n\
             | theirs | 200.0 ns | 199.0 ns to 201.0 ns | — | — |\n\n\
             Machine: a machine.\n\nCommand: `cargo bench`."
        );
    }

    #[test]
    fn a_missing_figure_is_an_error_that_names_it() {
        let error = section(&SUITE, &estimates(&[("ours", 50.0)]), "", "").unwrap_err();
        assert!(error.to_string().contains("`reference/theirs`"), "{error}");
    }

    #[test]
    fn durations_have_a_fitting_unit() {
        assert_eq!(
            [1.234, 60.0, 1500.0, 2.5e7, 3e9].map(duration),
            ["1.23 ns", "60.0 ns", "1.50 µs", "25.0 ms", "3.00 s"]
        );
    }
}
