use actix_web::{
    App, HttpResponse,
    http::header::HeaderMap,
    middleware::from_fn,
    test::{TestRequest, init_service, try_call_service},
    web::{self, Data},
};
use aiia_keys_ports::StoreError;

use super::*;
use crate::testing::state;

async fn panicking() -> HttpResponse {
    panic!("a test's panic")
}

async fn failing() -> Result<HttpResponse, Problem> {
    let secret = "the database said: secret";
    Err(StoreError::Unavailable(secret.into()).into())
}

/// What an application of such handlers answers: status, request id, and body.
async fn answer(request: TestRequest) -> (StatusCode, HeaderMap, String) {
    let app = App::new()
        .app_data(Data::new(state()))
        .route("/panic", web::get().to(panicking))
        .route("/fail", web::get().to(failing))
        .route("/done", web::get().to(HttpResponse::NoContent))
        .wrap(from_fn(edge));
    let app = init_service(app).await;
    let response = match try_call_service(&app, request.to_request()).await {
        Ok(response) => response.into_parts().1,
        Err(error) => error.error_response(),
    };
    let (head, body) = response.into_parts();
    let body = actix_web::body::to_bytes(body).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    (head.status(), head.headers().clone(), body)
}

#[actix_web::test]
async fn a_panic_is_answered_with_a_problem() {
    let request = TestRequest::with_uri("/panic").insert_header(("X-Request-Id", "r-1"));
    let (status, headers, body) = answer(request).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(headers.get("x-request-id").unwrap(), "r-1");
    assert_eq!(
        body,
        r#"{"type":"/problems/internal","title":"The service made a mistake","status":500,"detail":"the request could not be answered because of a mistake of the service","instance":"r-1"}"#
    );
}

#[actix_web::test]
async fn what_storage_says_is_not_told() {
    let (status, headers, body) = answer(TestRequest::with_uri("/fail")).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(headers.get("retry-after").unwrap(), "1");
    assert!(!body.contains("secret"), "{body}");
}

#[actix_web::test]
async fn a_request_id_is_kept_when_it_is_valid_and_made_otherwise() {
    let made = "018bcfe5-687b-7707-8707-070707070707";
    let key = "x".repeat(44);
    for (sent, expected) in [
        (&["abc-123"][..], "abc-123"),
        (&[], made),
        (&[""], made),
        (&["a b"], made),
        (&["é"], made),
        (&["a", "b"], made),
        (&[&*key], made),
        (&[&*"y-".repeat(40)], made),
    ] {
        let mut request = TestRequest::with_uri("/fail");
        for value in sent {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            request = request.append_header(("X-Request-Id", value));
        }
        let (_, headers, body) = answer(request).await;
        assert_eq!(headers.get("x-request-id").unwrap(), expected, "{sent:?}");
        let instance = format!("\"instance\":\"{expected}\"");
        assert!(body.contains(&instance), "{body}");
    }
}

#[actix_web::test]
async fn a_head_beyond_its_limits_is_refused() {
    let long = format!("/fail?q={}", "x".repeat(limits::MAX_ADDRESS));
    let (status, ..) = answer(TestRequest::with_uri(&long)).await;
    assert_eq!(status, StatusCode::URI_TOO_LONG);

    let mut many = TestRequest::with_uri("/fail");
    for number in 0..=limits::MAX_HEADERS {
        many = many.append_header((format!("x-{number}"), "1"));
    }
    let (status, ..) = answer(many).await;
    assert_eq!(status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);

    let large = "x".repeat(limits::MAX_HEADER_BYTES);
    let (status, ..) =
        answer(TestRequest::with_uri("/fail").insert_header(("x-large", large))).await;
    assert_eq!(status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
}

#[actix_web::test]
async fn an_answer_with_nothing_to_show_is_short() {
    let (status, headers, _) = answer(TestRequest::with_uri("/done")).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["cache-control", "x-request-id"]);
}

#[actix_web::test]
async fn every_answer_that_can_be_shown_has_the_security_headers() {
    for path in ["/fail", "/panic", "/nothing"] {
        let (_, headers, _) = answer(TestRequest::with_uri(path)).await;
        for (name, value) in HEADERS {
            assert_eq!(headers.get(&name), Some(&value), "{path} {name}");
        }
        assert_eq!(headers.get(header::CACHE_CONTROL).unwrap(), "no-store");
    }
}
