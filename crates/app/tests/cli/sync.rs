//! The universe through the real program, killed in the middle of being synchronized.

use std::{io::Write as _, net::TcpStream};

use nix::sys::signal::Signal;
use serde_json::{Value, json};

use crate::{
    administrator::Administrator,
    service::{Service, get, head, send},
};

const ORG: &str = "example-audit";
const PATH: &str = "/api/v1/sync/organization";
/// More than one statement stores.
const ENTITIES: usize = 7_000;
/// The place of an entity that is not among those of the first statement.
const LATE: usize = 6_000;

/// A universe whose codes begin with a letter of its own.
fn universe(letter: char) -> String {
    let entity = |number: usize| {
        let parent = number.checked_sub(1).map(|before| before / 10);
        json!({
            "code": format!("{letter}-{number}"),
            "kind": "process",
            "name": format!("Process {number}"),
            "parent": parent.map(|parent| format!("{letter}-{parent}")),
        })
    };
    json!({ "entities": (0..ENTITIES).map(entity).collect::<Vec<_>>() }).to_string()
}

/// Where the program is killed.
#[derive(Clone, Copy, Debug)]
enum Point {
    /// Half of the body has been sent.
    Body,
    /// It waits to read what there is.
    Reading,
    /// A part of the entities has been written.
    Writing,
    /// All entities have been written, and that is about to be told in the trail.
    Telling,
}

impl Point {
    /// What somebody else has begun, and the program cannot go past.
    fn obstacle(self, letter: char) -> String {
        match self {
            Self::Body => String::new(),
            Self::Reading => "LOCK TABLE aiia_keys.entity IN ACCESS EXCLUSIVE MODE".to_owned(),
            // They take a code; whether they keep it is not known until they are done.
            Self::Writing => format!(
                "INSERT INTO aiia_keys.entity
                     (org_id, id, kind, name, code, level, created_at, updated_at, version)
                 SELECT org_id, gen_random_uuid(), 'process', 'In the way', '{letter}-{LATE}', 0,
                     now(), now(), 1
                 FROM aiia_keys.organization"
            ),
            Self::Telling => "LOCK TABLE aiia_keys.trail_entry IN SHARE MODE".to_owned(),
        }
    }

    /// A word of the statement that waits then.
    const fn stopped(self) -> Option<&'static str> {
        match self {
            Self::Body => None,
            Self::Reading => Some("entity"),
            Self::Writing => Some("INSERT INTO entity"),
            Self::Telling => Some("trail_entry"),
        }
    }
}

/// What can be seen: the universe, and how long the trail is.
fn seen(service: &Service, key: &str) -> (Value, String) {
    let authorization = format!("ApiKey {key}");
    let headers = [("Authorization", authorization.as_str())];
    let trail = service.done(&["trail", "--org", ORG, "verify"]);
    let path = "/api/v1/entities?limit=100";
    let (status, answer) = get(&service.address, path, &headers);
    assert_eq!(status, 200, "{answer}");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    (serde_json::from_str(body).unwrap(), trail)
}

/// Begins to synchronize, and sends so many bytes of the body.
fn begin(service: &Service, key: &str, body: &str, bytes: usize) -> TcpStream {
    let authorization = format!("ApiKey {key}");
    let headers = [("Authorization", authorization.as_str())];
    let head = head(&service.address, "PUT", PATH, &headers, body.len());
    let mut stream = TcpStream::connect(&service.address).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..bytes]).unwrap();
    stream
}

/// All of it, which must succeed; how many entities are new.
fn synchronize(service: &Service, key: &str, body: &str) -> Value {
    let authorization = format!("ApiKey {key}");
    let headers = [("Authorization", authorization.as_str())];
    let (status, answer) = send(&service.address, "PUT", PATH, &headers, body);
    assert_eq!(status, 200, "{answer}");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let report: Value = serde_json::from_str(body).unwrap();
    report["added"]["count"].clone()
}

#[test]
fn wherever_a_synchronization_is_killed_nothing_half_done_is_left_to_see() {
    let mut service = Service::start();
    service.done(&["org", "found", ORG, "Example Audit"]);
    let generate = ["key", "--org", ORG, "generate", "--label", "Register"];
    let scopes = ["--scope", "admin:sync", "--scope", "read:universe"];
    let key = service.done(&[&generate[..], &scopes].concat());
    let first = r#"{"entities":[{"code":"A","kind":"process","name":"The one before"}]}"#;
    assert_eq!(synchronize(&service, &key, first), 1);

    let points = [
        ('b', Point::Body),
        ('c', Point::Reading),
        ('d', Point::Writing),
        ('e', Point::Telling),
    ];
    for (letter, point) in points {
        let before = seen(&service, &key);
        let body = universe(letter);
        let sent = match point {
            Point::Body => body.len() / 2,
            _ => body.len(),
        };
        let administrator = Administrator::of(&service);
        administrator.run("BEGIN");
        administrator.run(&point.obstacle(letter));
        let stream = begin(&service, &key, &body, sent);
        if let Some(statement) = point.stopped() {
            Administrator::of(&service).wait_for_waiting(statement);
        }
        service = killed(service);
        drop((stream, administrator));
        assert_eq!(seen(&service, &key), before, "{point:?}");
        assert_eq!(synchronize(&service, &key, &body), ENTITIES, "{point:?}");
        assert_ne!(seen(&service, &key), before, "{point:?}");
    }

    // Killed when all of it was sent, all of it is there or nothing.
    let before = seen(&service, &key);
    let body = universe('f');
    let stream = begin(&service, &key, &body, body.len());
    service = killed(service);
    drop(stream);
    let done = seen(&service, &key) != before;
    let missing = if done { 0 } else { ENTITIES };
    assert_eq!(synchronize(&service, &key, &body), missing);
    let (status, said) = service.dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0), "{said}");
}

/// The same, after it was killed and started again.
fn killed(service: Service) -> Service {
    let Service { dev, home, .. } = service;
    assert_eq!(dev.end(Signal::SIGKILL).0, None);
    Service::start_in(home, &[])
}
