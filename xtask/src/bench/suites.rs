//! The table of suites. A new suite or row is a new entry here.

/// Benchmarks that run in one process, so that their ratios mean something.
#[derive(Debug)]
pub(super) struct Suite {
    /// Name on the command line and in the document's markers.
    pub(super) name: &'static str,
    /// The package and the name of its benchmark target.
    pub(super) package: &'static str,
    pub(super) bench: &'static str,
    pub(super) rows: &'static [Row],
}

/// One line of the table.
#[derive(Debug)]
pub(super) struct Row {
    /// What is measured, in words.
    pub(super) label: &'static str,
    /// Criterion's full id.
    pub(super) id: &'static str,
    /// What is to be reached, in words; empty when nothing is promised.
    pub(super) target: &'static str,
    /// Criterion's full id of what the row is compared with.
    pub(super) reference: Option<&'static str>,
}

const PREFIXED_API_KEY: &str = "reference/prefixed-api-key parse and hash";

pub(super) const SUITES: &[Suite] = &[Suite {
    name: "domain",
    package: "aiia-keys-domain",
    bench: "domain",
    rows: &[
        row("parse a key", "key/parse", ""),
        row("reject garbage", "key/reject_garbage", "≤ 60 ns"),
        row("reject a wrong checksum", "key/reject_checksum", "≤ 60 ns"),
        Row {
            label: "parse and digest a key",
            id: "key/parse_and_digest",
            target: "",
            reference: Some(PREFIXED_API_KEY),
        },
        row("`prefixed-api-key`: parse and hash", PREFIXED_API_KEY, ""),
        row("digest of a key alone", "key/digest", ""),
        row("generate a key from given bytes", "key/generate", ""),
        row("scope check", "scope/covers", "≤ 10 ns"),
        row("scope check, worst case", "scope/covers_worst", "≤ 10 ns"),
    ],
}];

const fn row(label: &'static str, id: &'static str, target: &'static str) -> Row {
    Row {
        label,
        id,
        target,
        reference: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_is_a_row_of_the_same_suite() {
        for suite in SUITES {
            for reference in suite.rows.iter().filter_map(|row| row.reference) {
                assert!(
                    suite.rows.iter().any(|row| row.id == reference),
                    "{reference}"
                );
            }
        }
    }
}
