use super::*;

fn refused(text: &str) -> InvalidSourceUrl {
    SourceUrl::new(text, SourceReach::Public).unwrap_err()
}

#[test]
fn only_addresses_over_tls_without_credentials_are_taken() {
    use InvalidSourceUrl as Invalid;

    let table = [
        ("", Invalid::Malformed),
        ("/units.json", Invalid::Malformed),
        ("https://", Invalid::Malformed),
        ("http://example.com/", Invalid::Unencrypted),
        ("ftp://example.com/", Invalid::Scheme),
        ("file:///etc/passwd", Invalid::Scheme),
        ("gopher://example.com/", Invalid::Scheme),
        ("https://ada@example.com/", Invalid::UserInfo),
        ("https://ada:secret@example.com/", Invalid::UserInfo),
        ("https://:secret@example.com/", Invalid::UserInfo),
        ("https://example.com/#units", Invalid::Fragment),
    ];
    for (text, expected) in table {
        assert_eq!(refused(text), expected, "{text}");
    }
    let long = format!("https://example.com/{}", "a/".repeat(1_000));
    assert_eq!(refused(&long), Invalid::Long { found: 2_020 });
    let secret = format!("https://example.com/?key={}", "aB3".repeat(20));
    assert_eq!(refused(&secret), Invalid::Secret);
}

#[test]
fn an_address_as_host_is_seen_through_however_it_is_written() {
    let loopback = [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "[::1]",
    ];
    let mapped = ["[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"];
    for host in loopback.iter().chain(&mapped) {
        let expected = InvalidSourceUrl::Address(NonPublicAddress::Loopback);
        assert_eq!(refused(&format!("https://{host}/")), expected, "{host}");
    }
}

#[test]
fn with_private_networks_allowed_http_and_private_addresses_are_taken() {
    for text in [
        "http://127.0.0.1:8080/units.csv",
        "https://10.0.0.7/",
        "http://register/",
    ] {
        let url = SourceUrl::new(text, SourceReach::Private).unwrap();
        assert_eq!(url.as_str(), text);
    }
    let other = SourceUrl::new("file:///etc/passwd", SourceReach::Private);
    assert_eq!(other, Err(InvalidSourceUrl::Scheme));
}

#[test]
fn a_redirect_goes_by_the_same_rules() {
    let url = SourceUrl::new("https://example.com/a/units", SourceReach::Public).unwrap();
    let to = |location: &str| url.join(location, SourceReach::Public);
    let next = to("../b?c=d#top").unwrap();
    assert_eq!(next.as_str(), "https://example.com/b?c=d");
    assert!(next.has_origin_of(&url));
    assert!(!to("https://example.com:8443/").unwrap().has_origin_of(&url));
    assert!(!to("//other.example.com/").unwrap().has_origin_of(&url));
    assert_eq!(
        to("http://example.com/"),
        Err(InvalidSourceUrl::Unencrypted)
    );
    let metadata = to("https://169.254.169.254/latest");
    assert_eq!(
        metadata,
        Err(InvalidSourceUrl::Address(NonPublicAddress::LinkLocal))
    );
}

#[test]
fn neither_path_nor_query_is_printed() {
    let url = SourceUrl::new(
        "https://example.com:8443/hidden?hidden=1",
        SourceReach::Public,
    );
    assert_eq!(
        format!("{:?}", url.unwrap()),
        "SourceUrl(https://example.com:8443/…)"
    );
}
