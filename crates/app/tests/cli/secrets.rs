//! Whatever was issued is found nowhere afterwards: not in the log, whatever is asked of it, and not
//! in a byte of the database's files, its journal and its own log included.
//!
//! The harness searches after every test; here everything is issued that can be, and used wrongly.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

use aiia_keys_test_support::secrets::Secrets;
use nix::sys::signal::Signal;
use tokio_postgres::NoTls;

use crate::service::{Service, field, get, send};

const ORG: &str = "example-audit";
const PASSWORD: &str = "correct horse battery staple";
/// Stored in the clear, so that the search must find it.
const LABEL: &str = "Label that is stored";
const GENERATE: [&str; 7] = ["key", "--org", ORG, "generate", "--label", LABEL, "--scope"];

#[test]
fn nothing_that_was_issued_is_found_in_logs_or_in_the_database() {
    let service = Service::start_with(&["--log", "trace", "--connector-allow-private"]);
    service.done(&["org", "found", ORG, "Example Audit"]);
    people(&service);
    let key = keys(&service);
    connectors(&service);

    let data = service.home.path().join("data/pgdata");
    let (status, log) = service.dev.end(Signal::SIGTERM);
    assert_eq!(status, Some(0));

    let mask = format!("•••••{}", &key[key.len() - 4..]);
    assert!(log.contains(&mask), "the log tells which key it was");
    let stored = Secrets::default();
    stored.add("label", LABEL);
    let found = stored.search().leaks_below(&data, &[]).unwrap();
    assert!(!found.is_empty(), "the search does not find what is there");
}

#[test]
fn a_key_in_a_table_or_in_the_log_of_the_server_fails_the_test() {
    let service = Service::start();
    service.done(&["org", "found", ORG, "Example Audit"]);
    let key = service.done(&[&GENERATE[..], &["read:findings"]].concat());
    let plant = format!(
        "CREATE TABLE planted AS SELECT '{key}'::text; DO $$ BEGIN RAISE LOG '{key}'; END $$"
    );
    let url = service.database_url.replace("aiia_app@", "postgres@");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async move {
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute(&plant).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
    });

    let ended = catch_unwind(AssertUnwindSafe(|| service.stop())).unwrap_err();

    let told = ended.downcast_ref::<String>().unwrap();
    for place in ["/data/server.log", "/data/pgdata/base/"] {
        let leak = |one: &str| one.contains("a key is in ") && one.contains(place);
        assert!(told.split(';').any(leak), "{told}");
    }
}

/// An owner is invited, sets a password, and signs in; somebody else tries.
fn people(service: &Service) {
    let address = &service.address;
    let add = ["member", "--org", ORG, "add", "ada@example.com", "Ada"];
    let link = service.done(&[&add[..], &["--role", "owner"]].concat());
    let token = link.rsplit('.').next().unwrap();
    let accept = format!(r#"{{"organization":"{ORG}","token":"{token}","password":"{PASSWORD}"}}"#);
    let accepted = send(address, "POST", "/api/v1/invitation/accept", &[], &accept);
    assert_eq!(accepted.0, 200, "{}", accepted.1);
    // Used up, malformed, and where it has no business.
    for (path, body) in [
        ("/api/v1/invitation/accept", accept.as_str()),
        ("/api/v1/invitation/accept", &accept[..accept.len() - 1]),
        ("/api/v1/session", accept.as_str()),
    ] {
        assert!(send(address, "POST", path, &[], body).0 >= 400, "{path}");
    }
    let sign_in =
        format!(r#"{{"organization":"{ORG}","email":"ada@example.com","password":"{PASSWORD}"}}"#);
    let (status, answer) = send(address, "POST", "/api/v1/session", &[], &sign_in);
    assert_eq!(status, 201, "{answer}");
    let cookie = answer
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .starts_with("set-cookie: ")
                .then(|| &line[12..])
        })
        .and_then(|cookie| cookie.split(';').next())
        .unwrap();
    assert_eq!(
        get(address, "/api/v1/session", &[("Cookie", cookie)]).0,
        200
    );
    let query = format!("/api/v1/session?cookie={cookie}");
    assert!(get(address, &query, &[("Cookie", cookie)]).0 >= 400);
}

/// Keys are made, used rightly and wrongly, rotated and revoked; gives one that was used.
fn keys(service: &Service) -> String {
    let address = &service.address;
    let admin = service.done(&[&GENERATE[..], &["admin:keys", "--scope", "read:*"]].concat());
    let authorization = format!("ApiKey {admin}");
    let own = [("Authorization", authorization.as_str())];
    let body = format!(
        r#"{{"label":"{LABEL}","scopes":["read:findings"],"expiration":{{"period":"30d"}}}}"#
    );
    let (status, made) = send(address, "POST", "/api/v1/keys", &own, &body);
    assert_eq!(status, 201, "{made}");
    let (id, key) = (field(&made, "id"), field(&made, "key"));
    let rotate = format!("/api/v1/keys/{id}/rotate");
    let (status, rotated) = send(address, "POST", &rotate, &own, "{}");
    assert_eq!(status, 201, "{rotated}");

    // Wherever a key can be put, rightly and wrongly.
    let asked = format!(r#"{{"key":"{key}"}}"#);
    assert_eq!(send(address, "POST", "/api/v1/verify", &own, &asked).0, 200);
    assert_eq!(service.call(&key).0, 200);
    for path in [
        format!("/api/v1/self?key={key}"),
        format!("/api/v1/keys/{key}"),
        format!("/{key}"),
    ] {
        assert!(get(address, &path, &own).0 >= 400, "{path}");
    }
    for headers in [
        [("Authorization", key.as_str()), ("X-Request-Id", &key)],
        [("Authorization", &authorization), ("If-Match", &key)],
        [("Cookie", &key), ("Accept", &key)],
    ] {
        get(address, "/api/v1/self", &headers);
        send(address, "POST", "/api/v1/keys", &headers, &asked);
    }
    let revoke = format!("/api/v1/keys/{id}/revoke");
    assert_eq!(send(address, "POST", &revoke, &own, "{}").0, 200);
    assert_eq!(service.call(&key).0, 401);
    let successor = field(&rotated, "key");
    assert_eq!(service.call(&successor).0, 200);
    successor
}

/// Connectors with credentials of each kind, rightly and wrongly, one of which is used.
fn connectors(service: &Service) {
    let address = &service.address;
    let key = service.done(&[&GENERATE[..], &["admin:sync"]].concat());
    let authorization = format!("ApiKey {key}");
    let own = [("Authorization", authorization.as_str())];
    for (fields, secret) in [
        (r#""scheme":"bearer","token""#, "open-sesame-bearer"),
        (
            r#""scheme":"basic","user":"ada","password""#,
            "open-sesame-basic",
        ),
        (
            r#""scheme":"header","name":"x-key","value""#,
            "open-sesame-header",
        ),
    ] {
        Secrets::issued().add("connector's credential", secret);
        let credentials = format!(r#""credentials":{{{fields}:"{secret}"}}"#);
        // Where nothing listens, over TLS or not at all.
        let body = format!(r#"{{"name":"{LABEL}","url":"https://127.0.0.1:1/",{credentials}}}"#);
        let path = "/api/v1/connectors";
        for wrong in [&body[..body.len() - 1], &body.replace("https", "ftp")] {
            assert!(send(address, "POST", path, &own, wrong).0 >= 400);
        }
        let (status, made) = send(address, "POST", path, &own, &body);
        assert_eq!(status, 201, "{made}");
        assert!(!made.contains(secret));
        let connector = format!("{path}/{}", field(&made, "id"));
        let (status, run) = send(address, "POST", &format!("{connector}/refresh"), &own, "");
        assert_eq!(status, 202, "{run}");
        let run = format!("{connector}/runs/{}", field(&run, "id"));
        while !get(address, &run, &own).1.contains("asking again") {
            thread::yield_now();
        }
    }
}
