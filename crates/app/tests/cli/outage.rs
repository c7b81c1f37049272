//! The database goes away and comes back: nothing is accepted that is not known to be valid, and
//! everything goes on by itself.

mod way;

use std::thread;

use nix::sys::signal::{Signal, kill};

use self::way::Way;
use crate::{
    dev::server_pid,
    node::Node,
    service::{Service, get},
};

const ORG: &str = "example-audit";
const GENERATE: [&str; 7] = [
    "key",
    "--org",
    ORG,
    "generate",
    "--json",
    "--scope",
    "read:findings",
];

/// An organization's key: its id and its string.
fn key(service: &Service, label: &str) -> (String, String) {
    let made = service.done(&[&GENERATE[..], &["--label", label]].concat());
    let made: serde_json::Value = serde_json::from_str(&made).unwrap();
    let field = |name: &str| made[name].as_str().unwrap().to_owned();
    (field("id"), field("key"))
}

fn revoke(service: &Service, id: &str) {
    service.done(&["key", "--org", ORG, "revoke", id]);
}

/// What a gateway is told of a key: what a node knows, it tells without the database.
fn ask(node: &Node, key: &str) -> u16 {
    let authorization = format!("ApiKey {key}");
    get(&node.address, "/auth", &[("Authorization", &authorization)]).0
}

/// Asks again and again until this is the answer; gives the other answers, each once.
fn until(wanted: u16, mut ask: impl FnMut() -> u16) -> Vec<u16> {
    let mut others = Vec::new();
    loop {
        let status = ask();
        if status == wanted {
            return others;
        }
        if !others.contains(&status) {
            others.push(status);
        }
        thread::yield_now();
    }
}

#[test]
fn while_the_database_is_stopped_nothing_is_accepted_for_longer_than_a_lease() {
    let service = Service::start();
    service.done(&["org", "found", ORG, "Example Audit"]);
    let node = Node::start(&service);
    let ((_, good), (id, revoked)) = (key(&service, "Export"), key(&service, "Import"));
    assert_eq!([&good, &revoked].map(|key| ask(&node, key)), [204, 204]);
    revoke(&service, &id);
    assert_eq!([&good, &revoked].map(|key| ask(&node, key)), [204, 401]);

    // `dev` would start its server again at once.
    service.dev.signal(Signal::SIGSTOP);
    let data = service.home.path().join("data");
    kill(server_pid(&data), Signal::SIGINT).unwrap();
    let before = until(503, || ask(&node, &good));
    assert!(before.iter().all(|status| *status == 204), "{before:?}");
    let before = until(503, || ask(&node, &revoked));
    assert!(before.iter().all(|status| *status == 401), "{before:?}");

    service.dev.signal(Signal::SIGCONT);
    let away = until(204, || ask(&node, &good));
    assert!(away.iter().all(|status| *status == 503), "{away:?}");
    assert_eq!(ask(&node, &revoked), 401);
    service.dev.end(Signal::SIGTERM);
}

#[test]
fn a_node_that_is_cut_off_does_not_accept_what_is_revoked_meanwhile() {
    let service = Service::start();
    service.done(&["org", "found", ORG, "Example Audit"]);
    let way = Way::to(&service.database_url);
    let node = Node::start_on(&way.url, &service);
    let ((_, good), (id, revoked)) = (key(&service, "Export"), key(&service, "Import"));
    assert_eq!([&good, &revoked].map(|key| ask(&node, key)), [204, 204]);

    way.cut();
    revoke(&service, &id);
    // It cannot know, and its lease is over: the call that revoked has waited for that.
    assert_eq!([&good, &revoked].map(|key| ask(&node, key)), [503, 503]);

    way.heal();
    let away = until(204, || ask(&node, &good));
    assert!(away.iter().all(|status| *status == 503), "{away:?}");
    assert_eq!(ask(&node, &revoked), 401);
    service.dev.end(Signal::SIGTERM);
}
