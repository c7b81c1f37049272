//! The real server on a real socket.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    num::NonZeroUsize,
    time::Duration,
};

use aiia_keys_http_actix::{Options, ServeOptions, serve};
use tokio::{sync::oneshot, task::JoinHandle};

use crate::support::World;

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<std::io::Result<()>>,
}

async fn start(options: Options) -> (Running, World) {
    let world = World::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let state = world.another_state(options);
    let serving = ServeOptions {
        workers: Some(NonZeroUsize::MIN),
        shutdown_timeout: Duration::from_secs(20),
        ..ServeOptions::default()
    };
    let server = tokio::spawn(serve(listener, state, serving, async move {
        let _ = stopped.await;
    }));
    let running = Running {
        address,
        stop,
        server,
    };
    (running, world)
}

/// Sends bytes and reads all that is answered until the connection is closed.
fn exchange(mut connection: TcpStream, parts: &[&str]) -> String {
    for part in parts {
        connection.write_all(part.as_bytes()).unwrap();
    }
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

async fn exchange_with(address: SocketAddr, parts: &'static [&'static str]) -> String {
    tokio::task::spawn_blocking(move || exchange(TcpStream::connect(address).unwrap(), parts))
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_in_flight_finishes_after_the_end_was_asked_for() {
    let (running, world) = start(Options::default()).await;
    let secret = world.admin.secret.clone();
    let address = running.address;
    let begun = tokio::task::spawn_blocking(move || {
        let mut connection = TcpStream::connect(address).unwrap();
        let head = format!(
            "POST /api/v1/keys HTTP/1.1\r\nHost: x\r\nAuthorization: ApiKey {secret}\r\n\
             Content-Type: application/json\r\nContent-Length: 83\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
        );
        connection.write_all(head.as_bytes()).unwrap();
        // The handler waits for the body once this has come.
        let mut interim = [0; 25];
        connection.read_exact(&mut interim).unwrap();
        assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
        connection
    });
    let connection = begun.await.unwrap();
    running.stop.send(()).unwrap();
    let body =
        r#"{"label": "Last", "scopes": ["read:findings"], "expiration": {"period": "30d"}}    "#;
    assert_eq!(body.len(), 83);
    let answer = tokio::task::spawn_blocking(move || exchange(connection, &[body]))
        .await
        .unwrap();
    assert!(answer.starts_with("HTTP/1.1 201 Created"), "{answer}");
    running.server.await.unwrap().unwrap();
    assert!(
        world
            .everything()
            .await
            .iter()
            .any(|row| row.contains("Last"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_come_is_answered_with_408() {
    let options = Options {
        body_timeout: Duration::from_millis(50),
        ..Options::default()
    };
    let (running, world) = start(options).await;
    let secret = &world.admin.secret;
    let head = format!(
        "POST /api/v1/keys HTTP/1.1\r\nHost: x\r\nAuthorization: ApiKey {secret}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    let address = running.address;
    let answer = tokio::task::spawn_blocking(move || {
        exchange(TcpStream::connect(address).unwrap(), &[&head])
    });
    let answer = answer.await.unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 408 Request Timeout"),
        "{answer}"
    );
    assert!(answer.contains("/problems/request_timeout"), "{answer}");
    running.stop.send(()).unwrap();
    running.server.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_http_is_refused_and_the_service_lives_on() {
    let (running, _world) = start(Options::default()).await;
    for request in [
        &["nonsense\r\n\r\n"][..],
        &["GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\nConnection: close\r\n\r\n"],
        &[
            "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n",
        ],
        &["GET / HTTP/1.1\r\nBad Header: x\r\nConnection: close\r\n\r\n"],
        &["GET /\u{0} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"],
    ] {
        let answer = exchange_with(running.address, request).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{request:?}: {answer}");
    }
    let live = &["GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"];
    let answer = exchange_with(running.address, live).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    running.stop.send(()).unwrap();
    running.server.await.unwrap().unwrap();
}

/// The HTTP library answers before there is a request to make a problem document for.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_http_is_answered_with_a_status_alone() {
    let (running, _world) = start(Options::default()).await;
    let heads: [&'static [&'static str]; 3] = [
        &["hello\r\n\r\n"],
        &["GET / HTTP/9.9\r\nHost: x\r\n\r\n"],
        &["GET / HTTP/1.1\r\nHost : x\r\n\r\n"],
    ];
    for sent in heads {
        let answer = exchange_with(running.address, sent).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(
            head.starts_with("HTTP/1.1 400 Bad Request"),
            "{sent:?}: {head}"
        );
        assert_eq!(body, "", "{sent:?}");
    }
    running.stop.send(()).unwrap();
    running.server.await.unwrap().unwrap();
}
