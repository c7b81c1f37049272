use std::{collections::BTreeSet, env, fs, path::Path};

use super::*;

struct Pool;

impl Readings for Pool {
    fn read(&self) -> Vec<Reading> {
        let reading = |family, label, value| Reading {
            family,
            label,
            value,
        };
        vec![
            reading(Family::DatabaseConnections, Some("idle"), 3.0),
            reading(Family::DatabaseWaiting, None, 0.5),
        ]
    }
}

fn place(operation: &str) -> Option<usize> {
    OPERATIONS
        .iter()
        .position(|known| format!("{} {}", known.method, known.path) == operation)
}

/// The lines that are no comments.
fn samples(metrics: &Metrics) -> Vec<String> {
    let text = metrics.text();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(ToOwned::to_owned).collect()
}

#[test]
fn what_happened_is_told_as_prometheus_reads_it() {
    let metrics = Metrics::new(vec![Box::new(Pool)]);
    let auth = place("GET /auth");
    metrics.answered(auth, StatusCode::NO_CONTENT, Duration::from_micros(100));
    metrics.answered(auth, StatusCode::NO_CONTENT, Duration::from_micros(101));
    metrics.answered(auth, StatusCode::UNAUTHORIZED, Duration::from_secs(9));
    metrics.answered(None, StatusCode::IM_A_TEAPOT, Duration::ZERO);
    metrics.verified("allowed");
    metrics.verified("key_expired");
    metrics.verified("invalid_key");
    metrics.verified("never heard of");

    let samples = samples(&metrics);
    for line in [
        r#"aiia_keys_http_requests_total{operation="GET /auth",status="204"} 2"#,
        r#"aiia_keys_http_requests_total{operation="GET /auth",status="401"} 1"#,
        r#"aiia_keys_http_requests_total{operation="other",status="500"} 1"#,
        r#"aiia_keys_http_request_duration_seconds_bucket{operation="GET /auth",le="0.0001"} 1"#,
        r#"aiia_keys_http_request_duration_seconds_bucket{operation="GET /auth",le="0.00025"} 2"#,
        r#"aiia_keys_http_request_duration_seconds_bucket{operation="GET /auth",le="2.5"} 2"#,
        r#"aiia_keys_http_request_duration_seconds_bucket{operation="GET /auth",le="+Inf"} 3"#,
        r#"aiia_keys_http_request_duration_seconds_sum{operation="GET /auth"} 9.000201"#,
        r#"aiia_keys_http_request_duration_seconds_count{operation="GET /auth"} 3"#,
        r#"aiia_keys_verifications_total{outcome="allowed"} 1"#,
        r#"aiia_keys_verifications_total{outcome="key_expired"} 1"#,
        r#"aiia_keys_verifications_total{outcome="key_revoked"} 0"#,
        r#"aiia_keys_verifications_total{outcome="invalid_key"} 1"#,
        r#"aiia_keys_database_connections{state="idle"} 3"#,
        "aiia_keys_database_waiting 0.5",
    ] {
        assert!(samples.iter().any(|sample| sample == line), "{line}");
    }
    let requests = samples
        .iter()
        .filter(|line| line.starts_with("aiia_keys_http_requests_total"));
    assert_eq!(requests.count(), 3, "what never occurred is left out");
}

#[test]
fn threads_that_count_at_once_lose_nothing() {
    let metrics = Metrics::default();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10_000 {
                    metrics.verified("allowed");
                }
            });
        }
    });
    let expected = r#"aiia_keys_verifications_total{outcome="allowed"} 40000"#;
    assert!(samples(&metrics).iter().any(|line| line == expected));
}

#[test]
fn every_denial_has_an_outcome_of_its_own() {
    let names: BTreeSet<_> = (0..OUTCOMES).map(outcome_name).collect();
    assert_eq!(names.len(), OUTCOMES);
    for reason in aiia_keys_domain::DenialReason::ALL {
        assert!(names.contains(reason.as_str()));
    }
}

const BEGIN: &str = "<!-- metrics: made from the code -->\n";
const END: &str = "<!-- end of metrics -->\n";

fn table() -> String {
    let rows = Family::ALL.iter().map(|family| {
        let (name, kind) = (family.name(), family.kind().as_str());
        format!(
            "| `{name}` | {kind} | {} | {} |\n",
            family.labels(),
            family.help()
        )
    });
    let head = "| name | kind | labels | meaning |\n|---|---|---|---|\n";
    [head.to_owned(), rows.collect()].concat()
}

#[test]
fn the_document_has_the_table_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operations.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (found, after) = rest.split_once(END).unwrap();
    if env::var_os("UPDATE_METRICS").is_some() {
        fs::write(&path, [before, BEGIN, &table(), END, after].concat()).unwrap();
    } else {
        assert_eq!(
            found,
            table(),
            "docs/operations.md is not up to date: run this test with UPDATE_METRICS=1"
        );
    }
}

#[test]
fn the_alerts_ask_for_what_is_told() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/monitoring");
    let rules = fs::read_to_string(folder.join("alerts.yml")).unwrap();
    let words = rules.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let asked: BTreeSet<&str> = words
        .filter(|word| word.starts_with("aiia_keys_"))
        .map(|word| {
            let suffixes = ["_bucket", "_sum", "_count"];
            let ends = suffixes.iter().find_map(|end| word.strip_suffix(end));
            ends.unwrap_or(word)
        })
        .collect();
    assert!(asked.len() > 4, "{asked:?}");
    for name in asked {
        let known = Family::ALL.iter().any(|family| family.name() == name);
        assert!(known, "{name}");
    }
}
