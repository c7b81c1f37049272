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
}
