//! Several services on one database: what was revoked on one is refused by all.

use nix::sys::signal::Signal;

use crate::{
    node::{Node, serve},
    program::{finish, stderr, stdout},
    service::{Service, call, field, send},
};

/// A service with two more nodes, and a key that manages keys.
struct Cluster {
    service: Service,
    nodes: [Node; 2],
    admin: String,
}

impl Cluster {
    fn start() -> Self {
        let service = Service::start();
        service.done(&["org", "found", "example-audit", "Example Audit"]);
        let generate = ["key", "--org", "example-audit", "generate"];
        let options = ["--label", "Manager", "--scope", "admin:*"];
        let admin = service.done(&[&generate[..], &options].concat());
        let nodes = [Node::start(&service), Node::start(&service)];
        Self {
            service,
            nodes,
            admin,
        }
    }

    fn addresses(&self) -> [&str; 3] {
        let [one, two] = &self.nodes;
        [&self.service.address, &one.address, &two.address]
    }

    fn post(&self, address: &str, path: &str, body: &str) -> String {
        let authorization = format!("ApiKey {}", self.admin);
        let headers = [("Authorization", &*authorization)];
        let (status, answer) = send(address, "POST", path, &headers, body);
        assert!(matches!(status, 200 | 201), "{status}");
        answer
    }

    /// A key, its id, and that the nodes with these addresses have it in memory.
    fn known_key(&self, addresses: &[&str]) -> (String, String) {
        let body =
            r#"{"label": "Export", "scopes": ["read:findings"], "expiration": {"period": "30d"}}"#;
        let generated = self.post(addresses[0], "/api/v1/keys", body);
        let key = field(&generated, "key");
        for address in addresses {
            for _ in 0..2 {
                assert_eq!(call(address, &key).0, 200);
            }
        }
        (key, field(&generated, "id"))
    }

    fn revoke(&self, address: &str, id: &str) {
        self.post(address, &format!("/api/v1/keys/{id}/revoke"), "{}");
    }
}

#[test]
fn a_key_that_was_revoked_on_one_node_is_refused_by_all() {
    let cluster = Cluster::start();
    let addresses = cluster.addresses();
    for round in 0..9 {
        let (key, id) = cluster.known_key(&addresses);
        cluster.revoke(addresses[round % 3], &id);
        let refused = addresses.map(|address| call(address, &key).0);
        assert_eq!(refused, [401; 3], "round {round}");
    }
    // The command line is no node, and waits for them all the same.
    let (key, id) = cluster.known_key(&addresses);
    cluster
        .service
        .done(&["key", "--org", "example-audit", "revoke", &id]);
    assert_eq!(addresses.map(|address| call(address, &key).0), [401; 3]);
    let doctor = cluster.service.done(&["doctor", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&doctor).unwrap();
    let nodes = report["cluster"]["nodes"].as_array().unwrap();
    assert_eq!(nodes.len(), 3, "{doctor}");
}

#[test]
fn a_node_that_was_paused_or_killed_holds_nobody_up_for_long_and_accepts_nothing() {
    let cluster = Cluster::start();
    let addresses = cluster.addresses();
    let (key, id) = cluster.known_key(&addresses);
    cluster.nodes[0].signal(Signal::SIGSTOP);
    cluster.revoke(addresses[0], &id);
    cluster.nodes[0].signal(Signal::SIGCONT);
    assert_eq!(addresses.map(|address| call(address, &key).0), [401; 3]);

    let (key, id) = cluster.known_key(&addresses);
    cluster.nodes[1].signal(Signal::SIGKILL);
    let left = &addresses[..2];
    cluster.revoke(left[1], &id);
    for address in left {
        assert_eq!(call(address, &key).0, 401);
    }
}

#[test]
fn the_length_of_leases_is_one_for_all_nodes_and_changes_when_none_runs() {
    let service = Service::start_with(&["--lease", "2s"]);
    let lease = |service: &Service| {
        let doctor = service.done(&["doctor", "--json"]);
        let report: serde_json::Value = serde_json::from_str(&doctor).unwrap();
        report["cluster"]["lease_ms"].clone()
    };
    assert_eq!(lease(&service), 2000);
    let told = service.done(&["doctor"]);
    assert!(
        told.starts_with("cluster: 1 nodes, leases of 2s, "),
        "{told}"
    );

    let other = finish(&mut serve(&service.database_url, &service));
    assert_eq!(
        (other.status.code(), stdout(&other)),
        (Some(1), String::new())
    );
    let said = stderr(&other);
    assert!(
        said.contains("--lease (AIIA_KEYS_LEASE) is 1s, and nodes run on this database with 2s"),
        "{said}"
    );
    assert!(said.contains("start this one with `--lease 2s`"), "{said}");
    let same = Node::run(serve(&service.database_url, &service).env("AIIA_KEYS_LEASE", "2s"));
    drop(same);

    // One node was killed and is waited for; then there is none left.
    let home = service.stop();
    let service = Service::start_in(home, &["--lease", "1500ms"]);
    assert_eq!(lease(&service), 1500);
    service.stop();
}

#[test]
fn where_a_synchronous_standby_is_required_a_node_without_is_not_ready() {
    let service = Service::start();
    let ready = |address: &str| send(address, "GET", "/health/ready", &[], "");
    assert_eq!(ready(&service.address).0, 200);
    let mut strict = serve(&service.database_url, &service);
    let strict = Node::run(strict.arg("--require-synchronous-standby"));
    let (status, answer) = ready(&strict.address);
    assert_eq!(status, 503);
    assert!(answer.contains("synchronous_standby"), "{answer}");
}
