//! The table of suites. A new suite or row is a new entry here.

/// Benchmarks that run in one process, so that their ratios mean something.
#[derive(Debug)]
pub(super) struct Suite {
    /// Name on the command line and in the document's markers.
    pub(super) name: &'static str,
    /// The package and the name of its benchmark target.
    pub(super) package: &'static str,
    pub(super) bench: &'static str,
    /// Environment variables that the benchmark is run with, as (name, value).
    pub(super) environment: &'static [(&'static str, &'static str)],
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

pub(super) const SUITES: &[Suite] = &[
    DOMAIN,
    USAGE,
    VERIFIER,
    postgres("postgres", &[], &POSTGRES_10_K),
    postgres(
        "postgres-1m",
        &[("AIIA_BENCH_KEYS", "1000000")],
        &POSTGRES_1_M,
    ),
];

const DOMAIN: Suite = Suite {
    name: "domain",
    package: "aiia-keys-domain",
    bench: "domain",
    environment: &[],
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
};

const VERIFIER: Suite = Suite {
    name: "verifier",
    package: "aiia-keys-verifier",
    bench: "verifier",
    environment: &[],
    rows: &[
        row("verify a hot key", "verify/hot", "≤ 150 ns"),
        row(
            "verify a random key out of 1 million",
            "verify/random of 1 million",
            "≤ 450 ns",
        ),
        row("look a random one up by its digest", "look up/own", ""),
        compared(
            "the same in `quick_cache`",
            "look up/quick_cache",
            "look up/own",
        ),
        compared("the same in `papaya`", "look up/papaya", "look up/own"),
        compared(
            "the same in a `HashMap` under one lock",
            "look up/RwLock of HashMap",
            "look up/own",
        ),
    ],
};

const USAGE: Suite = Suite {
    name: "usage",
    package: "aiia-keys-usecases",
    bench: "usage",
    environment: &[],
    rows: &[
        row("count a use of a key", "usage/one_key", ""),
        row("count a use, 10 000 keys in turn", "usage/many_keys", ""),
    ],
};

/// Storage, at sixteen callers at once, beside the protocol's own client by hand.
const fn postgres(
    name: &'static str,
    environment: &'static [(&'static str, &'static str)],
    rows: &'static [Row],
) -> Suite {
    Suite {
        name,
        package: "aiia-keys-postgres",
        bench: "postgres",
        environment,
        rows,
    }
}

/// The rows of storage with so many keys.
macro_rules! postgres_rows {
    ($keys:literal) => {
        [
            beside(
                "look a key up by its digest",
                concat!("look_up of ", $keys, " keys/ours"),
                concat!("look_up of ", $keys, " keys/by_hand"),
            ),
            row(
                "the same by hand with `tokio-postgres`",
                concat!("look_up of ", $keys, " keys/by_hand"),
                "",
            ),
            compared(
                "the same through `diesel-async`",
                concat!("look_up of ", $keys, " keys/diesel_async"),
                concat!("look_up of ", $keys, " keys/by_hand"),
            ),
            beside(
                "begin, name the tenant, read a key, commit",
                concat!("tenant_read of ", $keys, " keys/ours"),
                concat!("tenant_read of ", $keys, " keys/by_hand"),
            ),
            row(
                "the same by hand, pipelined",
                concat!("tenant_read of ", $keys, " keys/by_hand"),
                "",
            ),
            compared(
                "the same by hand, step by step",
                concat!("tenant_read of ", $keys, " keys/by_hand_stepwise"),
                concat!("tenant_read of ", $keys, " keys/by_hand"),
            ),
            beside(
                "generate a key with its trail entry",
                concat!("generate of ", $keys, " keys/ours"),
                concat!("generate of ", $keys, " keys/by_hand"),
            ),
            row(
                "the same by hand",
                concat!("generate of ", $keys, " keys/by_hand"),
                "",
            ),
        ]
    };
}

const POSTGRES_10_K: [Row; 8] = postgres_rows!("10 k");
const POSTGRES_1_M: [Row; 8] = postgres_rows!("1 M");

/// What is to cost at most 1.25 times as much as its reference.
const fn beside(label: &'static str, id: &'static str, reference: &'static str) -> Row {
    Row {
        label,
        id,
        target: "≤ 1.25 of by hand",
        reference: Some(reference),
    }
}

/// What is shown beside its reference, without a promise.
const fn compared(label: &'static str, id: &'static str, reference: &'static str) -> Row {
    Row {
        label,
        id,
        target: "",
        reference: Some(reference),
    }
}

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
