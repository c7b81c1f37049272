use super::*;

fn read(values: &[&str]) -> Result<String, Code> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(
            AUTHORIZATION,
            HeaderValue::from_bytes(value.as_bytes()).unwrap(),
        );
    }
    match credentials(&headers) {
        Ok(Credentials::Key(key)) => Ok(key.0.to_owned()),
        Ok(Credentials::Session(_)) => unreachable!("no cookie was sent"),
        Err(problem) => Err(problem.code()),
    }
}

#[test]
fn a_key_follows_one_of_two_schemes_whatever_their_case() {
    for value in [
        "ApiKey k",
        "apikey k",
        "APIKEY k",
        "Bearer k",
        "bearer k",
        "BEARER  k",
        " ApiKey k ",
    ] {
        assert_eq!(read(&[value]), Ok("k".to_owned()), "{value:?}");
    }
}

#[test]
fn anything_else_is_refused() {
    let cases: [(&[&str], Code); 11] = [
        (&[], Code::CredentialsMissing),
        (&[""], Code::UnsupportedScheme),
        (&["k"], Code::UnsupportedScheme),
        (&["ApiKey"], Code::UnsupportedScheme),
        (&["ApiKey "], Code::UnsupportedScheme),
        (&["ApiKey:k"], Code::UnsupportedScheme),
        (&["ApiKey\tk"], Code::UnsupportedScheme),
        (&["Basic dTpw"], Code::UnsupportedScheme),
        (&["ApiKey kéy"], Code::UnsupportedScheme),
        (&["ApiKey a", "ApiKey a"], Code::AmbiguousCredentials),
        (&["ApiKey a", "Bearer b"], Code::AmbiguousCredentials),
    ];
    for (values, code) in cases {
        assert_eq!(read(values), Err(code), "{values:?}");
    }
}

#[test]
fn every_code_can_stand_in_a_challenge() {
    for code in Code::ALL {
        let entry = code.entry();
        for text in [entry.code, entry.title] {
            assert!(
                text.bytes()
                    .all(|b| b == b' ' || b.is_ascii_graphic() && b != b'"' && b != b'\\'),
                "{text}"
            );
        }
    }
}

#[test]
fn what_is_presented_is_not_printed() {
    let printed = format!("{:?}", Credentials::Key(Presented("secret")));
    assert_eq!(printed, "Key(Presented(…))");
    let printed = format!("{:?}", Credentials::Session(Presented("secret")));
    assert_eq!(printed, "Session(Presented(…))");
}

/// What a request with these headers presents: `key` or `session`, and what stands there.
fn presented(all: &[(&str, &str)]) -> Result<(&'static str, String), (Code, Option<String>)> {
    let mut headers = HeaderMap::new();
    for (name, value) in all {
        let name = actix_web::http::header::HeaderName::try_from(*name).unwrap();
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    match credentials(&headers) {
        Ok(Credentials::Key(key)) => Ok(("key", key.0.to_owned())),
        Ok(Credentials::Session(session)) => Ok(("session", session.0.to_owned())),
        Err(problem) => Err((problem.code(), problem.named().map(str::to_owned))),
    }
}

const KEY: (&str, &str) = ("authorization", "ApiKey k");
const SESSION: (&str, &str) = ("cookie", "__Host-aiia_session=s");

#[test]
fn a_session_is_presented_by_the_cookie_of_its_name_among_others() {
    for value in [
        "__Host-aiia_session=s",
        "a=b; __Host-aiia_session=s",
        "__Host-aiia_session=s; theme=dark",
        "broken;  __Host-aiia_session=s ;=",
    ] {
        let found = presented(&[("cookie", value)]);
        assert_eq!(found, Ok(("session", "s".to_owned())), "{value}");
    }
    let split = presented(&[("cookie", "a=b"), SESSION]);
    assert_eq!(split, Ok(("session", "s".to_owned())));
    for value in [
        "__host-aiia_session=s",
        "aiia_session=s",
        "x__Host-aiia_session=s",
        "é=1",
    ] {
        let found = presented(&[("cookie", value)]);
        assert_eq!(found, Err((Code::CredentialsMissing, None)), "{value}");
    }
    let beside = presented(&[KEY, ("cookie", "theme=dark")]);
    assert_eq!(beside, Ok(("key", "k".to_owned())));
}

#[test]
fn two_credentials_are_one_too_many() {
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[KEY, SESSION], "Authorization"),
        (&[SESSION, SESSION], "Cookie"),
        (
            &[("cookie", "__Host-aiia_session=s; __Host-aiia_session=t")],
            "Cookie",
        ),
        (&[KEY, KEY, SESSION], "Authorization"),
    ];
    for (headers, field) in cases {
        let refused = (Code::AmbiguousCredentials, Some(field.to_owned()));
        assert_eq!(presented(headers), Err(refused), "{headers:?}");
    }
}
