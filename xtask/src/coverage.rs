//! `cargo xtask coverage`: line coverage of one package, by file.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{
    output::{say, table},
    process, tools, workspace,
};

/// Files of tests and of their generators say nothing about what is tested.
const IGNORED: &str = r"(/tests/|/(tests|strategies)\.rs$|/benches/|/examples/)";

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Package to measure
    #[arg(long, default_value = "aiia-keys-domain")]
    package: String,
    /// Least percentage of lines that tests must reach
    #[arg(long, value_name = "PERCENT", default_value_t = 95.0)]
    min: f64,
}

/// Lines of one file.
#[derive(Debug, PartialEq)]
struct Lines {
    file: String,
    count: u64,
    covered: u64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let root = workspace::root();
    process::stream(&mut process::command(&root, "rustup", "component add llvm-tools")).context(
        "coverage needs the toolchain's component `llvm-tools`, which rustup could not provide here",
    )?;
    tools::ensure(&root, &tools::LLVM_COV)?;
    tools::ensure(&root, &tools::NEXTEST)?;
    let report = workspace::metadata(&root)?
        .target_directory
        .join("coverage.json");
    let words = format!(
        "llvm-cov nextest --locked --all-features --package {} --json",
        arguments.package
    );
    let mut command = process::cargo(&root, &words);
    command.args([
        "--summary-only",
        "--ignore-filename-regex",
        IGNORED,
        "--output-path",
        report.as_str(),
    ]);
    process::stream(&mut command)?;
    let report = serde_json::from_str(&fs::read_to_string(&report)?)?;
    judge(&files(&report, &root)?, arguments)
}

fn judge(files: &[Lines], arguments: &Arguments) -> Result<()> {
    let mut rows: Vec<_> = files.iter().map(row).collect();
    let total = Lines {
        file: "total".to_owned(),
        count: files.iter().map(|file| file.count).sum(),
        covered: files.iter().map(|file| file.covered).sum(),
    };
    rows.push(row(&total));
    say(format_args!(
        "\n{}",
        table(&["file", "lines", "covered", "%"], &rows, &[1, 2, 3])
    ));
    let Arguments { package, min } = arguments;
    if total.count == 0 {
        bail!("no line of {package} was measured");
    }
    let reached = percent(&total);
    if reached < *min {
        bail!("line coverage of {package} is {reached:.2} %; at least {min} % are asked for");
    }
    say(format_args!(
        "\nline coverage of {package}: {reached:.2} %, at least {min} % asked for"
    ));
    Ok(())
}

/// The lines of each file in the report of `llvm-cov export`, paths from the root.
fn files(report: &Value, root: &Path) -> Result<Vec<Lines>> {
    let files = report["data"][0]["files"]
        .as_array()
        .context("no files in the coverage report")?;
    files
        .iter()
        .map(|file| {
            let path = Path::new(file["filename"].as_str().context("a file without a name")?);
            let lines = &file["summary"]["lines"];
            Ok(Lines {
                file: path
                    .strip_prefix(root)
                    .unwrap_or(path)
                    .display()
                    .to_string(),
                count: lines["count"]
                    .as_u64()
                    .context("a file without a count of lines")?,
                covered: lines["covered"]
                    .as_u64()
                    .context("a file without covered lines")?,
            })
        })
        .collect()
}

fn row(lines: &Lines) -> Vec<String> {
    vec![
        lines.file.clone(),
        lines.count.to_string(),
        lines.covered.to_string(),
        format!("{:.1}", percent(lines)),
    ]
}

#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of lines are far below 2^52"
)]
fn percent(lines: &Lines) -> f64 {
    if lines.count == 0 {
        100.0
    } else {
        lines.covered as f64 / lines.count as f64 * 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments() -> Arguments {
        Arguments {
            package: "example".to_owned(),
            min: 95.0,
        }
    }

    fn lines(count: u64, covered: u64) -> Lines {
        Lines {
            file: "src/lib.rs".to_owned(),
            count,
            covered,
        }
    }

    #[test]
    fn the_report_is_read_with_paths_from_the_root() {
        let report = serde_json::json!({ "data": [{ "files": [
            { "filename": "/r/src/lib.rs", "summary": { "lines": { "count": 20, "covered": 19 } } }
        ] }] });
        assert_eq!(files(&report, Path::new("/r")).unwrap(), [lines(20, 19)]);
        assert!(files(&serde_json::json!({}), Path::new("/r")).is_err());
    }

    #[test]
    fn the_minimum_counts_over_all_files() {
        assert!(judge(&[lines(10, 8), lines(90, 87)], &arguments()).is_ok());
        let error = judge(&[lines(10, 8), lines(90, 86)], &arguments()).unwrap_err();
        assert!(error.to_string().contains("94.00 %"), "{error}");
    }

    #[test]
    fn measuring_nothing_is_a_failure() {
        assert!(judge(&[], &arguments()).is_err());
    }
}
