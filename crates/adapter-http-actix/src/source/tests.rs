use actix_web::test::TestRequest;
use aiia_keys_domain::AddressList;

use super::*;

/// What a request from `peer` with these headers comes from, behind proxies in `10.0.0.0/8` and `fd00::/8`.
fn seen(peer: &str, forwarded: &[&str]) -> Option<String> {
    let options = Options {
        trusted_proxies: Some(AddressList::parse_all(["10.0.0.0/8", "fd00::/8"]).unwrap()),
        ..Options::default()
    };
    let mut request = TestRequest::get().peer_addr(peer.parse().unwrap());
    for value in forwarded {
        request = request.append_header(("X-Forwarded-For", *value));
    }
    source(request.to_http_request().head(), &options).map(|address| address.to_string())
}

#[test]
fn the_peer_counts_unless_it_is_a_trusted_proxy() {
    let cases: [(&str, &[&str], Option<&str>); 14] = [
        ("203.0.113.7:1", &[], Some("203.0.113.7")),
        ("[::ffff:203.0.113.7]:1", &[], Some("203.0.113.7")),
        ("203.0.113.7:1", &["198.51.100.1"], Some("203.0.113.7")),
        ("10.0.0.1:1", &[], Some("10.0.0.1")),
        ("10.0.0.1:1", &["198.51.100.1"], Some("198.51.100.1")),
        (
            "10.0.0.1:1",
            &["192.0.2.1, 198.51.100.1"],
            Some("198.51.100.1"),
        ),
        (
            "10.0.0.1:1",
            &["198.51.100.1, 10.0.0.2"],
            Some("198.51.100.1"),
        ),
        (
            "10.0.0.1:1",
            &["198.51.100.1", "10.0.0.2"],
            Some("198.51.100.1"),
        ),
        ("10.0.0.1:1", &["10.0.0.3, 10.0.0.2"], Some("10.0.0.3")),
        ("10.0.0.1:1", &["198.51.100.1:8080"], Some("198.51.100.1")),
        ("[fd00::1]:1", &["[2001:db8::1]"], Some("2001:db8::1")),
        ("10.0.0.1:1", &["198.51.100.1, unknown"], None),
        ("10.0.0.1:1", &["198.51.100.1, "], None),
        ("10.0.0.1:1", &[""], None),
    ];
    for (peer, forwarded, expected) in cases {
        assert_eq!(
            seen(peer, forwarded).as_deref(),
            expected,
            "{peer} {forwarded:?}"
        );
    }
}

#[test]
fn without_a_peer_nothing_is_known() {
    let request = TestRequest::get()
        .insert_header(("X-Forwarded-For", "198.51.100.1"))
        .to_http_request();
    assert_eq!(source(request.head(), &Options::default()), None);
}
