//! What a source answers, and what is made of it.

use std::time::Duration;

use aiia_keys_assurance::{FetchFailure, Fetched, NonPublicAddress, SourceCredentials};
use aiia_keys_http_client::SourceOptions;

use crate::server::{Server, fetch, private};

const NONE: &SourceCredentials = &SourceCredentials::None;

async fn answered(answer: &str) -> Result<Fetched, FetchFailure> {
    let server = Server::start([answer]).await;
    fetch(private(), &server.url("/"), NONE).await
}

#[tokio::test]
async fn the_body_and_its_media_type_are_fetched() {
    let mut server = Server::start([
        "HTTP/1.1 200 OK\r\nContent-Type: Text/CSV; charset=utf-8\r\nContent-Length: 4\r\n\r\ncode",
    ])
    .await;
    let fetched = fetch(private(), &server.url("/units?of=all"), NONE).await;
    let expected = Fetched {
        media_type: Some("text/csv".to_owned()),
        body: b"code".to_vec(),
    };
    assert_eq!(fetched, Ok(expected));
    let asked = server.asked().await;
    assert!(
        asked.starts_with("get /units?of=all http/1.1\r\n"),
        "{asked}"
    );
    assert!(
        asked.contains("accept: application/json, text/csv\r\n"),
        "{asked}"
    );
    assert!(
        !asked.contains("authorization") && !asked.contains("accept-encoding"),
        "{asked}"
    );
}

#[tokio::test]
async fn a_body_in_chunks_without_a_type_is_fetched_too() {
    let fetched = answered(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nco\r\n2\r\nde\r\n0\r\n\r\n",
    )
    .await;
    let expected = Fetched {
        media_type: None,
        body: b"code".to_vec(),
    };
    assert_eq!(fetched, Ok(expected));
}

#[tokio::test]
async fn another_status_is_a_failure_that_says_how_long_to_wait() {
    for (status, header, retry_after) in [
        (503, "Retry-After: 7\r\n", Some(Duration::from_secs(7))),
        (429, "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n", None),
        (404, "", None),
        (204, "", None),
        (500, "Retry-After: -1\r\n", None),
    ] {
        let answer = format!("HTTP/1.1 {status} X\r\n{header}Content-Length: 0\r\n\r\n");
        let expected = FetchFailure::Status {
            status,
            retry_after,
        };
        assert_eq!(answered(&answer).await, Err(expected));
    }
}

#[tokio::test]
async fn what_breaks_off_or_is_compressed_is_refused() {
    let cut = answered("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncode").await;
    assert_eq!(cut, Err(FetchFailure::Broken));
    let nonsense = answered("SSH-2.0-OpenSSH_9.2\r\n\r\n").await;
    assert_eq!(nonsense, Err(FetchFailure::Broken));
    let encoded =
        answered("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx");
    assert_eq!(encoded.await, Err(FetchFailure::Encoded));
}

#[tokio::test]
async fn a_source_that_is_not_there_is_told_apart() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(
        fetch(private(), &url, NONE).await,
        Err(FetchFailure::Connect)
    );
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_refused_where_only_the_internet_is_allowed() {
    let refused = fetch(SourceOptions::default(), "https://localhost/", NONE).await;
    assert_eq!(
        refused,
        Err(FetchFailure::Address(NonPublicAddress::Loopback))
    );
}
