//! Metrics on a listener of their own.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::Arc,
};

use aiia_keys_http_actix::{Metrics, Options, serve_metrics};
use tokio::{sync::oneshot, task::spawn_blocking};

use crate::support::{World, get, presenting, request};

/// What a listener answers, head included.
async fn ask(address: SocketAddr, path: &'static str) -> String {
    let ask = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    spawn_blocking(ask).await.unwrap()
}

#[actix_web::test]
async fn what_happened_is_told_without_naming_anybody() {
    let metrics = Arc::new(Metrics::default());
    let options = Options {
        metrics: Arc::clone(&metrics),
        ..Options::default()
    };
    let world = World::with(options).await;
    let key = world.key("read:findings").await;
    let auth = get("/auth?scope=read:findings");
    world.send(presenting(auth, &key.secret)).await;
    world
        .send(presenting(request("HEAD", "/auth"), &key.secret))
        .await;
    world
        .send(presenting(get("/api/v1/keys"), &key.secret))
        .await;
    world.send(presenting(get("/api/v1/self"), "nothing")).await;
    let path = format!("/api/v1/keys/{}?x=1", key.id);
    world.call(get(&path)).await;
    world.send(get("/nowhere")).await;
    world.send(request("PUT", "/auth")).await;

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(serve_metrics(listener, metrics, async move {
        let _ = stopped.await;
    }));
    let answer = ask(address, "/metrics").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(
        answer.contains("content-type: text/plain; version=0.0.4"),
        "{answer}"
    );
    let count = |labels: &str| {
        let line = format!("aiia_keys_{labels} ");
        let found = answer.lines().find_map(|known| known.strip_prefix(&line));
        found.map(str::to_owned)
    };
    for (labels, expected) in [
        (
            r#"http_requests_total{operation="GET /auth",status="204"}"#,
            Some("2"),
        ),
        (
            r#"http_requests_total{operation="GET /api/v1/keys",status="403"}"#,
            Some("1"),
        ),
        (
            r#"http_requests_total{operation="GET /api/v1/keys/{id}",status="400"}"#,
            Some("1"),
        ),
        (
            r#"http_requests_total{operation="GET /api/v1/self",status="401"}"#,
            Some("1"),
        ),
        (
            r#"http_requests_total{operation="other",status="404"}"#,
            Some("1"),
        ),
        (
            r#"http_requests_total{operation="other",status="405"}"#,
            Some("1"),
        ),
        (
            r#"http_request_duration_seconds_count{operation="GET /auth"}"#,
            Some("2"),
        ),
        (r#"verifications_total{outcome="allowed"}"#, Some("3")),
        (
            r#"verifications_total{outcome="insufficient_scope"}"#,
            Some("1"),
        ),
        (r#"verifications_total{outcome="invalid_key"}"#, Some("1")),
    ] {
        assert_eq!(count(labels).as_deref(), expected, "{labels}: {answer}");
    }
    for name in [
        &*key.id.to_string(),
        &*world.ours.to_string(),
        "ours",
        "A key",
    ] {
        assert!(!answer.contains(name), "{name}");
    }
    assert!(
        ask(address, "/api/v1/keys")
            .await
            .starts_with("HTTP/1.1 404")
    );
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}
