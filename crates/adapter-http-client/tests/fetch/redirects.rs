//! Redirects: followed a few times, each by the rules of the first address.

use aiia_keys_assurance::{FetchFailure, InvalidSourceUrl, SourceCredentials};

use crate::server::{Server, fetch, private};

const NONE: &SourceCredentials = &SourceCredentials::None;
const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ncode";

fn to(location: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
}

#[tokio::test]
async fn three_redirects_are_followed_and_a_fourth_is_not() {
    let hop = || to("/next");
    let server = Server::start([hop(), hop(), hop(), OK.to_owned()]).await;
    let fetched = fetch(private(), &server.url("/"), NONE).await;
    assert_eq!(fetched.unwrap().body, b"code");
    let server = Server::start([hop(), hop(), hop(), hop()]).await;
    let refused = fetch(private(), &server.url("/"), NONE).await;
    assert_eq!(refused, Err(FetchFailure::Redirects { most: 3 }));
}

#[tokio::test]
async fn a_redirect_to_what_is_no_source_is_not_followed() {
    for (location, reason) in [
        ("file:///etc/passwd", InvalidSourceUrl::Scheme),
        ("gopher://127.0.0.1/", InvalidSourceUrl::Scheme),
        ("http://ada:secret@127.0.0.1/", InvalidSourceUrl::UserInfo),
        ("http://", InvalidSourceUrl::Malformed),
    ] {
        let server = Server::start([to(location)]).await;
        let refused = fetch(private(), &server.url("/"), NONE).await;
        assert_eq!(refused, Err(FetchFailure::Redirect(reason)), "{location}");
    }
    let server = Server::start(["HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"]).await;
    let refused = fetch(private(), &server.url("/"), NONE).await;
    assert_eq!(refused, Err(FetchFailure::Redirects { most: 3 }));
}
