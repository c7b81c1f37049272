//! Metrics of the program.

use crate::service::{Service, get};

#[test]
fn metrics_are_served_where_they_are_asked_for() {
    let mut service = Service::start_with(&["--metrics-listen", "127.0.0.1:0"]);
    let (status, _) = get(&service.address, "/metrics", &[]);
    assert_eq!(status, 404, "not where everybody is");
    let address = service.metrics_address();
    let (status, answer) = get(&address, "/metrics", &[]);
    assert_eq!(status, 200, "{answer}");
    for line in [
        "aiia_keys_build_info{version=\"",
        "aiia_keys_http_requests_total{operation=\"other\",status=\"404\"} 1",
        "aiia_keys_database_connections{state=\"most\"} 16",
        "aiia_keys_database_waiting 0",
        "aiia_keys_cache_lookups_total{answer=\"hit\"} 0",
        "aiia_keys_cache_lookups_total{answer=\"no_lease\"} 0",
        "aiia_keys_cache_entries 0",
        "aiia_keys_lease_left_seconds 0.",
        "aiia_keys_nodes 1",
        "aiia_keys_node_registrations_total 1",
        "aiia_keys_usage_held 0",
        "aiia_keys_usage_lost_total 0",
        "aiia_keys_usage_flush_lag_seconds ",
    ] {
        assert!(answer.contains(line), "{line}: {answer}");
    }
    service.stop();
}
