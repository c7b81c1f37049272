//! Redirects: followed a few times, each by the rules of the first address.

use aiia_keys_assurance::{
    FetchFailure, InvalidSourceUrl, NonPublicAddress, SourceCredentials, SourceUrl, TreeSource as _,
};
use aiia_keys_http_client::{HttpTreeSource, SourceOptions};

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

#[tokio::test]
async fn an_address_that_was_allowed_once_is_not_fetched_from_any_more() {
    let source = HttpTreeSource::new(SourceOptions::default());
    for (url, reason) in [
        ("http://example.com/", InvalidSourceUrl::Unencrypted),
        (
            "https://127.0.0.1:1/",
            InvalidSourceUrl::Address(NonPublicAddress::Loopback),
        ),
    ] {
        let url = SourceUrl::from_stored(url).unwrap();
        let refused = source.fetch(&url, NONE).await;
        assert_eq!(refused, Err(FetchFailure::Source(reason)));
    }
}
