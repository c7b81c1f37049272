//! What was counted outlives the program.

use crate::service::{Service, get};

#[test]
fn a_clean_stop_stores_what_was_counted() {
    // Long enough that nothing but the stop stores it.
    let hourly = ["--usage-flush", "1h"];
    let service = Service::start_with(&hourly);
    service.done(&["org", "found", "example-audit", "Example Audit"]);
    let secret = service.done(&[
        "key",
        "--org",
        "example-audit",
        "generate",
        "--label",
        "Manager",
        "--scope",
        "admin:keys",
    ]);
    let keys = |service: &Service, path: &str| {
        let authorization = format!("ApiKey {secret}");
        let headers = [("Authorization", &*authorization)];
        let (status, answer) = get(&service.address, path, &headers);
        assert_eq!(status, 200, "{answer}");
        answer
    };
    let never = r#""last_used_at":null"#;
    for _ in 0..2 {
        let answer = keys(&service, "/api/v1/keys");
        assert!(answer.contains(never), "{answer}");
    }
    let service = Service::start_in(service.stop(), &hourly);
    let answer = keys(&service, "/api/v1/keys?usage=daily");
    assert!(!answer.contains(never), "{answer}");
    assert!(
        answer.contains(r#""last_used_from":"127.0.0.1""#),
        "{answer}"
    );
    let allowed = answer.split(r#""allowed":["#).nth(1).unwrap();
    let counts = allowed.split(']').next().unwrap().split(',');
    let total: u64 = counts.map(|count| count.parse::<u64>().unwrap()).sum();
    assert_eq!(total, 2, "{answer}");
    service.stop();
}
