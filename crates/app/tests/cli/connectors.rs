//! Connectors through the real program: pulled, stopped, and killed (`killed`) in the middle of it.

mod killed;
mod source;

use std::thread;

use aiia_keys_test_support::secrets::Secrets;
use nix::sys::signal::Signal;
use serde_json::{Value, json};

use self::source::{Source, ok};
use crate::{
    administrator::Administrator,
    service::{Service, get, send},
};

const ORG: &str = "example-audit";
/// The source of these tests is on this machine.
const OPTIONS: &[&str] = &["--connector-allow-private"];
const UNIVERSE: &str =
    "code,kind,name,parent\nGRP,legal_entity,Group,\nFIN,organizational_unit,Finance,GRP\n";

/// Whoever manages connectors.
struct Desk {
    service: Service,
    key: String,
}

impl Desk {
    fn open(options: &[&str]) -> Self {
        let service = Service::start_with(options);
        service.done(&["org", "found", ORG, "Example Audit"]);
        let key = [
            "key",
            "--org",
            ORG,
            "generate",
            "--label",
            "Sync",
            "--scope",
            "admin:sync",
        ];
        let key = service.done(&[&key[..], &["--scope", "read:universe"]].concat());
        Self { service, key }
    }

    /// The same after the service was killed and started again.
    fn killed(self, options: &[&str]) -> Self {
        let Service { dev, home, .. } = self.service;
        let (status, _) = dev.end(Signal::SIGKILL);
        assert_eq!(status, None);
        Self {
            service: Service::start_in(home, options),
            key: self.key,
        }
    }

    fn headers(&self) -> String {
        format!("ApiKey {}", self.key)
    }

    fn get(&self, path: &str) -> Value {
        let authorization = self.headers();
        let headers = [("Authorization", authorization.as_str())];
        let (status, answer) = get(&self.service.address, path, &headers);
        assert_eq!(status, 200, "{answer}");
        body(&answer)
    }

    fn post(&self, path: &str, sent: &str) -> (u16, Value) {
        let authorization = self.headers();
        let headers = [("Authorization", authorization.as_str())];
        let (status, answer) = send(&self.service.address, "POST", path, &headers, sent);
        (status, body(&answer))
    }

    /// A connector; gives its address.
    fn connector(&self, url: &str) -> String {
        Secrets::issued().add("connector's credential", "open-sesame");
        let sent = json!({
            "name": "Group register", "url": url, "format": "csv",
            "credentials": {"scheme": "bearer", "token": "open-sesame"},
        });
        let (status, made) = self.post("/api/v1/connectors", &sent.to_string());
        assert_eq!(status, 201, "{made}");
        format!("/api/v1/connectors/{}", made["id"].as_str().unwrap())
    }

    /// Begins a run; gives its address.
    fn refresh(&self, connector: &str) -> String {
        let (status, run) = self.post(&format!("{connector}/refresh"), "");
        assert_eq!(status, 202, "{run}");
        format!("{connector}/runs/{}", run["id"].as_str().unwrap())
    }

    /// The run when it is over.
    fn ended(&self, run: &str) -> Value {
        loop {
            let found = self.get(run);
            if found["state"] != "running" {
                return found;
            }
            thread::yield_now();
        }
    }

    /// As if the leases of all runs were over.
    fn end_leases(&self) {
        Administrator::of(&self.service).run(
            "UPDATE aiia_keys.connector_run SET lease_until = started_at WHERE state = 'running'",
        );
    }

    /// The codes of the universe.
    fn universe(&self) -> Vec<String> {
        let entities = self.get("/api/v1/entities");
        let codes = entities.as_array().unwrap().iter();
        let mut codes: Vec<_> = codes
            .map(|entity| entity["code"].as_str().unwrap().to_owned())
            .collect();
        codes.sort();
        codes
    }
}

fn body(answer: &str) -> Value {
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

#[test]
fn a_universe_is_pulled_and_the_source_is_shown_the_credentials() {
    let desk = Desk::open(OPTIONS);
    let source = Source::start([ok(UNIVERSE), ok("code,kind,name,parent\nX,planet,X,\n")]);
    let connector = desk.connector(&source.url());
    let run = desk.ended(&desk.refresh(&connector));
    assert_eq!(run["state"], "succeeded", "{run}");
    assert_eq!(run["changes"]["added"], 2, "{run}");
    assert_eq!(desk.universe(), ["FIN", "GRP"]);
    let asked = source.asked();
    assert!(
        asked.contains("authorization: bearer open-sesame\r\n"),
        "{asked}"
    );

    // What cannot be read changes nothing, and the run names the row.
    let run = desk.ended(&desk.refresh(&connector));
    assert_eq!(run["failure"]["code"], "source_unreadable", "{run}");
    let row = &run["failure"]["errors"][0];
    assert_eq!((&row["line"], &row["field"]), (&json!(2), &json!("kind")));
    assert_eq!(desk.universe(), ["FIN", "GRP"]);
    let runs = desk.get(&format!("{connector}/runs"));
    assert_eq!(runs.as_array().unwrap().len(), 2);
    let (status, said) = desk.service.dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn what_is_on_this_machine_is_not_reached_unless_the_operator_allows_it() {
    let desk = Desk::open(&[]);
    let source = Source::start([ok(UNIVERSE)]);
    let sent = json!({"name": "a", "url": source.url()});
    let (status, refused) = desk.post("/api/v1/connectors", &sent.to_string());
    assert_eq!(
        (status, &refused["field"]),
        (422, &json!("url")),
        "{refused}"
    );
    // A name that leads there is seen through when it is asked for.
    let connector = desk.connector("https://localhost/units.csv");
    let run = desk.ended(&desk.refresh(&connector));
    assert_eq!(run["failure"]["code"], "address_not_allowed", "{run}");
    let (status, said) = desk.service.dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn the_end_of_the_service_cuts_a_run_off_that_still_asks_and_the_run_says_so() {
    let desk = Desk::open(OPTIONS);
    let source = Source::start([String::new()]);
    let connector = desk.connector(&source.url());
    let run = desk.refresh(&connector);
    source.asked();
    let home = desk.service.stop();
    let desk = Desk {
        service: Service::start_in(home, OPTIONS),
        key: desk.key,
    };
    let found = desk.get(&run);
    assert_eq!(found["state"], "interrupted", "{found}");
    assert_eq!(desk.universe(), Vec::<String>::new());
    desk.service.stop();
}
