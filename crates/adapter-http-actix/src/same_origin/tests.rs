use actix_web::test::TestRequest;

use super::*;

fn cause_of(headers: &[(&str, &str)]) -> Cause {
    let mut request = TestRequest::post();
    for header in headers {
        request = request.append_header(*header);
    }
    cause(&request.to_http_request())
}

const HOST_OF_OURS: (&str, &str) = ("Host", "keys.example.com");

#[test]
fn the_browsers_word_decides_where_it_gives_it() {
    for (site, expected) in [
        ("same-origin", Cause::Ours),
        ("none", Cause::Ours),
        ("same-site", Cause::Other),
        ("cross-site", Cause::Other),
        ("", Cause::Other),
        ("Same-Origin", Cause::Other),
    ] {
        let found = cause_of(&[HOST_OF_OURS, ("Sec-Fetch-Site", site)]);
        assert_eq!(found, expected, "{site}");
    }
    // Behind a proxy that puts its own host in place of the one that was asked for.
    let proxied = [
        ("Host", "10.0.0.1:8080"),
        ("Origin", "https://keys.example.com"),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    assert_eq!(cause_of(&proxied), Cause::Ours);
}

#[test]
fn otherwise_the_origin_is_compared_with_the_host() {
    for (origin, expected) in [
        ("https://keys.example.com", Cause::Ours),
        ("http://KEYS.example.com", Cause::Ours),
        ("https://keys.example.com:8443", Cause::Other),
        ("https://evil.example", Cause::Other),
        ("https://keys.example.com.evil.example", Cause::Other),
        ("https://evil.example/keys.example.com", Cause::Other),
        ("null", Cause::Other),
        ("", Cause::Other),
    ] {
        let found = cause_of(&[HOST_OF_OURS, ("Origin", origin)]);
        assert_eq!(found, expected, "{origin}");
    }
    assert_eq!(
        cause_of(&[
            ("Host", "127.0.0.1:8080"),
            ("Origin", "http://127.0.0.1:8080")
        ]),
        Cause::Ours
    );
    assert_eq!(
        cause_of(&[("Origin", "https://keys.example.com")]),
        Cause::Other
    );
}

#[test]
fn who_says_nothing_signs_in_but_changes_nothing_with_a_session() {
    let request = TestRequest::post()
        .insert_header(HOST_OF_OURS)
        .to_http_request();
    assert!(forbid_other(&request).is_ok());
    assert_eq!(require(&request).unwrap_err().code(), Code::CrossOrigin);
    let other = TestRequest::post()
        .insert_header(("Sec-Fetch-Site", "cross-site"))
        .to_http_request();
    assert_eq!(forbid_other(&other).unwrap_err().code(), Code::CrossOrigin);
}
