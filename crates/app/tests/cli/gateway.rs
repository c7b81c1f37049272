//! Debian's nginx in front of a protected service, with the configuration that `deploy/` ships.

mod nginx;
mod upstream;

use nix::sys::signal::Signal;
use serde_json::Value;

use self::{nginx::Nginx, upstream::Upstream};
use crate::service::{Service, get};

const ORG: &str = "example-audit";

/// AIIA Keys, a protected service, and nginx before both.
struct Gateway {
    nginx: Nginx,
    upstream: Upstream,
    service: Service,
    organization: String,
}

impl Gateway {
    fn start() -> Self {
        let service = Service::start_with(&["--trusted-proxies", "127.0.0.0/8"]);
        let founded = service.done(&["org", "found", ORG, "Example Audit", "--json"]);
        let upstream = Upstream::start();
        let nginx = Nginx::start(service.home.path(), &service.address, upstream.address());
        Self {
            organization: field(&founded, "id"),
            nginx,
            upstream,
            service,
        }
    }

    /// Makes a key that may read findings; gives its id and its string.
    fn key(&self, more: &[&str]) -> (String, String) {
        let key = ["key", "--org", ORG, "--json"];
        let generate = ["generate", "--label", "Gateway", "--scope", "read:findings"];
        let made = self.service.done(&[&key[..], &generate, more].concat());
        (field(&made, "id"), field(&made, "key"))
    }

    fn call(&self, path: &str, key: &str, headers: &[(&str, &str)]) -> (u16, String) {
        let authorization = format!("ApiKey {key}");
        let own = ("Authorization", authorization.as_str());
        get(self.nginx.address(), path, &[&[own], headers].concat())
    }

    /// A call with a key that is not accepted: what the challenge says.
    fn challenge(&self, key: &str) -> String {
        let (status, answer) = self.call("/findings", key, &[]);
        assert_eq!(status, 401, "{answer}");
        header(&answer, "WWW-Authenticate").unwrap().to_owned()
    }
}

fn field(json: &str, name: &str) -> String {
    let json: Value = serde_json::from_str(json).unwrap();
    json[name].as_str().unwrap().to_owned()
}

/// The value of a header of an answer, or of a request that the protected service was sent.
fn header<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (found, value) = line.split_once(": ")?;
        found.eq_ignore_ascii_case(name).then_some(value)
    })
}

#[test]
fn nginx_lets_through_what_a_key_covers_and_nothing_else() {
    let gateway = Gateway::start();
    let (id, key) = gateway.key(&[]);

    lets_through_with_who_it_is(&gateway, &id, &key);
    passes_on_what_the_service_says(&gateway, &key);
    refuses_what_the_key_does_not_cover(&gateway, &key);
    refuses_what_is_no_accepted_key(&gateway);
    gateway.service.done(&["key", "--org", ORG, "revoke", &id]);
    let challenge = gateway.challenge(&key);
    assert!(challenge.contains("error=\"key_revoked\""), "{challenge}");

    let (_, fresh) = gateway.key(&[]);
    let (status, said) = gateway.service.dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0), "{said}");
    let told = |status: &str| said.contains(&format!("route=\"/auth\" status={status} "));
    assert!(told("403") && told("401") && !told("204"), "{said}");
    let authorization = format!("ApiKey {fresh}");
    let headers = [("Authorization", authorization.as_str())];
    let (status, answer) = get(gateway.nginx.address(), "/findings", &headers);
    assert_eq!(status, 503, "{answer}");
    assert!(answer.contains("nothing is let through"), "{answer}");

    assert_eq!(gateway.upstream.unseen(), 0, "nothing else was let through");
    let log = gateway.nginx.stop();
    assert!(!log.contains(&key[14..58]), "the key is in nginx's log");
}

fn lets_through_with_who_it_is(gateway: &Gateway, id: &str, key: &str) {
    let spoofed = [
        ("X-Aiia-Organization", "spoofed"),
        ("x-aiia-scopes", "admin:keys"),
        ("X-Aiia-Key", "spoofed"),
        ("X-Forwarded-For", "203.0.113.7"),
    ];
    let (status, answer) = gateway.call("/findings?limit=1", key, &spoofed);
    assert_eq!(status, 200, "{answer}");
    let seen = gateway.upstream.seen();
    assert!(
        seen.starts_with("GET /findings?limit=1 HTTP/1.1\r\n"),
        "{seen}"
    );
    for (name, value) in [
        ("X-Aiia-Organization", Some(gateway.organization.as_str())),
        ("X-Aiia-Key", Some(id)),
        ("X-Aiia-Scopes", Some("read:findings")),
        ("Authorization", None),
    ] {
        assert_eq!(header(&seen, name), value, "{name}");
    }
    for foreign in ["spoofed", "admin:keys", "203.0.113.7"] {
        assert!(!seen.contains(foreign), "{seen}");
    }
}

fn passes_on_what_the_service_says(gateway: &Gateway, key: &str) {
    for code in [401, 403, 500] {
        let (status, answer) = gateway.call(&format!("/findings/{code}"), key, &[]);
        assert_eq!(
            (status, answer.ends_with("from the service")),
            (code, true),
            "{answer}"
        );
        gateway.upstream.seen();
    }
}

fn refuses_what_the_key_does_not_cover(gateway: &Gateway, key: &str) {
    let (status, answer) = gateway.call("/entities", key, &[]);
    assert_eq!(status, 403, "{answer}");
    assert!(answer.contains("the scope read:universe"), "{answer}");

    let (_, elsewhere) = gateway.key(&["--cidr", "203.0.113.0/24"]);
    let claimed = [("X-Forwarded-For", "203.0.113.7")];
    let (status, answer) = gateway.call("/findings", &elsewhere, &claimed);
    assert_eq!(status, 403, "the address is the client's own: {answer}");

    for hidden in ["/", "/_aiia_keys/authorize"] {
        assert_eq!(gateway.call(hidden, key, &[]).0, 404, "{hidden}");
    }
}

fn refuses_what_is_no_accepted_key(gateway: &Gateway) {
    let (status, answer) = get(
        gateway.nginx.address(),
        "/findings",
        &[("X-Aiia-Organization", &gateway.organization)],
    );
    assert_eq!(status, 401, "{answer}");
    assert_eq!(
        header(&answer, "WWW-Authenticate"),
        Some("ApiKey realm=\"aiia\"")
    );
    assert_eq!(answer.matches("WWW-Authenticate").count(), 1, "{answer}");

    let challenge = gateway.challenge("garbage");
    assert!(challenge.contains("error=\"invalid_key\""), "{challenge}");

    // A real key, of the environment that is not served here.
    let other = ["key", "--environment", "test", "--org", ORG, "generate"];
    let what = ["--label", "Trial", "--scope", "read:findings"];
    let other = gateway.service.done(&[&other[..], &what].concat());
    assert!(other.starts_with("aiia_key_test_"), "{}", other.len());
    let challenge = gateway.challenge(&other);
    assert!(challenge.contains("error=\""), "{challenge}");
}
