use actix_web::test::TestRequest;

use super::*;

#[test]
fn json_is_sent_to_whoever_takes_it() {
    for (accept, taken) in [
        ("application/json", true),
        ("APPLICATION/JSON", true),
        ("application/*", true),
        ("*/*", true),
        ("text/html, */*;q=0.1", true),
        ("application/json;q=0.5", true),
        ("nonsense", true),
        ("", true),
        ("text/html", false),
        ("application/json;q=0", false),
        ("application/json;q=0, */*", false),
        ("text/*;q=1, application/xml", false),
    ] {
        let request = TestRequest::get()
            .insert_header((ACCEPT, accept))
            .to_http_request();
        assert_eq!(json(&request).is_ok(), taken, "{accept}");
    }
    assert!(json(&TestRequest::get().to_http_request()).is_ok());
}
