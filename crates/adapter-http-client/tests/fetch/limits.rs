//! Limits hold whatever the source announces and however slowly it sends.

use std::time::Duration;

use aiia_keys_assurance::{FetchFailure, SourceCredentials};
use aiia_keys_http_client::SourceOptions;

use crate::server::{Answer, Server, fetch, private};

const NONE: &SourceCredentials = &SourceCredentials::None;

#[tokio::test]
async fn one_byte_too_many_is_refused_whether_it_is_announced_or_not() {
    let options = SourceOptions {
        maximum_size: 4,
        ..private()
    };
    for (length, fits) in [
        ("Content-Length: 4\r\n", true),
        ("Content-Length: 5\r\n", false),
    ] {
        let body = if fits { "code" } else { "codes" };
        let chunked = format!(
            "Transfer-Encoding: chunked\r\n\r\n{}\r\n{body}\r\n0\r\n\r\n",
            body.len()
        );
        for tail in [format!("{length}\r\n{body}"), chunked] {
            let server = Server::start([format!("HTTP/1.1 200 OK\r\n{tail}")]).await;
            let fetched = fetch(options, &server.url("/"), NONE).await;
            let size = fetched.map(|fetched| fetched.body.len());
            let expected = if fits {
                Ok(4)
            } else {
                Err(FetchFailure::TooLarge { most: 4 })
            };
            assert_eq!(size, expected, "{tail}");
        }
    }
}

#[tokio::test]
async fn a_source_that_stalls_is_given_up_wherever_it_does() {
    let timeout = Duration::from_millis(200);
    let options = SourceOptions {
        timeout,
        ..private()
    };
    for text in [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncode",
    ] {
        let stalled = Answer {
            text: text.as_bytes().to_vec(),
            hold: true,
        };
        let server = Server::start([stalled]).await;
        let fetched = fetch(options, &server.url("/"), NONE).await;
        assert_eq!(fetched, Err(FetchFailure::Timeout(timeout)), "{text}");
    }
}
