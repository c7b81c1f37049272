//! The end, while requests are in flight.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    thread,
};

use nix::sys::signal::Signal;

use crate::{
    program::{Dev, finish, program},
    service::{Service, field, head},
};

const ORG: &str = "example-audit";
const IN_FLIGHT: usize = 8;

fn body(label: &str) -> String {
    format!(r#"{{"label":"{label}","scopes":["read:findings"],"expiration":{{"period":"30d"}}}}"#)
}

/// A request whose handler waits for its body.
struct Pending {
    stream: BufReader<TcpStream>,
    body: String,
}

impl Pending {
    /// Sends the head, and waits until the service asks for the body: the request is in flight then.
    fn begin(address: &str, admin: &str, label: &str) -> Self {
        let body = body(label);
        let authorization = format!("ApiKey {admin}");
        let headers = [
            ("Authorization", authorization.as_str()),
            ("Expect", "100-continue"),
        ];
        let head = head(address, "POST", "/api/v1/keys", &headers, body.len());
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        let mut stream = BufReader::new(stream);
        let mut asked = String::new();
        stream.read_line(&mut asked).unwrap();
        assert!(asked.contains(" 100 "), "{asked}");
        stream.read_line(&mut asked).unwrap();
        Self { stream, body }
    }

    /// Sends the body; gives the key that the answer acknowledges.
    fn finish(mut self) -> String {
        self.stream
            .get_mut()
            .write_all(self.body.as_bytes())
            .unwrap();
        let mut answer = String::new();
        self.stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        field(&answer, "key")
    }
}

fn started(options: &[&str]) -> (Service, String) {
    let service = Service::start_with(options);
    service.done(&["org", "found", ORG, "Example Audit"]);
    let generate = ["key", "--org", ORG, "generate", "--label", "Admin"];
    let scopes = ["--scope", "admin:keys", "--scope", "read:*"];
    let admin = service.done(&[&generate[..], &scopes].concat());
    (service, admin)
}

/// Waits until nothing is accepted any more: the service has begun to end.
fn refuses(address: &str) {
    while TcpStream::connect(address).is_ok() {
        thread::yield_now();
    }
}

#[test]
fn requests_in_flight_finish_and_what_was_acknowledged_is_there_after_a_restart() {
    let (service, admin) = started(&[]);
    let pending: Vec<Pending> = (0..IN_FLIGHT)
        .map(|number| Pending::begin(&service.address, &admin, &format!("Key {number}")))
        .collect();

    service.dev.signal(Signal::SIGTERM);
    refuses(&service.address);
    let keys: Vec<String> = pending.into_iter().map(Pending::finish).collect();
    let (status, said) = service.dev.wait();
    assert_eq!(status, Some(0), "{said}");

    let (mut again, _) = Dev::start(&service.home.path().join("data"));
    let address = again.next("listening on http://");
    let accepted = keys
        .iter()
        .filter(|key| crate::service::call(&address, key).0 == 200)
        .count();
    assert_eq!(accepted, IN_FLIGHT, "an acknowledged key is lost");
    assert_eq!(again.end(Signal::SIGTERM).0, Some(0));
}

#[test]
fn a_request_that_does_not_finish_holds_the_end_up_no_longer_than_the_limit() {
    // The body may take a day: what ends this is the limit.
    let (service, admin) = started(&["--body-timeout", "24h", "--shutdown-timeout", "1s"]);
    let pending = Pending::begin(&service.address, &admin, "Never");
    let (status, said) = service.dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0), "{said}");
    drop(pending);

    let (again, url) = Dev::start(&service.home.path().join("data"));
    let mut list = program();
    list.args(["key", "--org", ORG, "list"]);
    list.env("DATABASE_URL", url);
    list.env("AIIA_KEYS_PEPPERS_FILE", &service.peppers_file);
    let listed = finish(&mut list);
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(
        listed.contains("Admin") && !listed.contains("Never"),
        "{listed}"
    );
    assert_eq!(again.end(Signal::SIGTERM).0, Some(0));
}
