use actix_web::http::header::HeaderValue;

use super::*;
use crate::problem::Code;

fn read(values: &[&str]) -> Result<Option<u64>, Code> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(IF_MATCH, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    expected(&headers)
        .map(|version| version.map(Version::get))
        .map_err(|problem| problem.code())
}

#[test]
fn a_tag_of_ours_names_its_version() {
    assert_eq!(etag(Version::new(3)), ("ETag", "\"3\"".to_owned()));
    assert_eq!(read(&["\"3\""]), Ok(Some(3)));
    assert_eq!(read(&[" \"3\" "]), Ok(Some(3)));
}

#[test]
fn no_precondition_asks_for_no_version() {
    assert_eq!(read(&[]), Ok(None));
    assert_eq!(read(&["*"]), Ok(None));
}

#[test]
fn weak_and_foreign_tags_match_nothing() {
    for tag in [
        "W/\"3\"",
        "\"03\"",
        "\"+3\"",
        "\"\"",
        "\"abc\"",
        "\"-1\"",
        "\"99999999999999999999\"",
    ] {
        assert_eq!(read(&[tag]), Ok(Some(0)), "{tag}");
    }
}

#[test]
fn what_is_not_one_tag_is_refused() {
    for values in [
        &["3"][..],
        &["\"3"],
        &["3\""],
        &["\""],
        &[""],
        &["W/3"],
        &["w/\"3\""],
        &["\"1\", \"2\""],
        &["\"1\"", "\"2\""],
        &["\"é\""],
        &["**"],
    ] {
        assert_eq!(read(values), Err(Code::InvalidHeader), "{values:?}");
    }
}
