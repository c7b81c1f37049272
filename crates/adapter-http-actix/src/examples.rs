//! Examples of the operations, as they were really called and answered.
//!
//! `examples.md` is written and compared by a test that calls each operation (`tests/api/examples.rs`).

use serde_json::Value;

const TEXT: &str = include_str!("examples.md");

/// One call of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Example<'a> {
    /// A command line.
    pub(crate) request: &'a str,
    /// Status, headers, and after an empty line the body.
    pub(crate) answer: &'a str,
}

/// The example of an operation.
pub(crate) fn find(method: &str, path: &str) -> Option<Example<'static>> {
    find_in(TEXT, method, path)
}

fn find_in<'a>(text: &'a str, method: &str, path: &str) -> Option<Example<'a>> {
    let head = format!("\n## {method} {path}\n");
    let (_, section) = text.split_once(&head)?;
    Some(Example {
        request: block(section, "sh")?,
        answer: block(section, "http")?,
    })
}

/// What stands in a section's first block of a language.
fn block<'a>(section: &'a str, language: &str) -> Option<&'a str> {
    let (_, rest) = section.split_once(&format!("\n```{language}\n"))?;
    rest.split_once("\n```\n").map(|(block, _)| block)
}

impl Example<'_> {
    /// The JSON that is sent, if it is JSON.
    pub(crate) fn sent(&self) -> Option<Value> {
        let (_, rest) = self.request.split_once(" --json '")?;
        let text = rest.strip_suffix('\'')?.replace(r"'\''", "'");
        serde_json::from_str(&text).ok()
    }

    /// The JSON that is answered, if it is JSON.
    pub(crate) fn answered(&self) -> Option<Value> {
        let (_, body) = self.answer.split_once("\n\n")?;
        serde_json::from_str(body).ok()
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> Option<&str> {
        self.answer.split(' ').nth(1)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::operations::OPERATIONS;

    const TWO: &str = "# Examples\n\n## POST /a\n\n```sh\ncurl 'x' \\\n  --json '{\"a\": \"it'\\''s\"}'\n```\n\n```http\nHTTP/1.1 201 Created\nETag: \"1\"\n\n{\"b\": 1}\n```\n\n## GET /a\n\n```sh\ncurl 'x'\n```\n\n```http\nHTTP/1.1 204 No Content\n```\n";

    #[test]
    fn an_example_is_the_one_of_its_operation() {
        let posted = find_in(TWO, "POST", "/a").unwrap();
        assert_eq!(posted.sent(), Some(json!({"a": "it's"})));
        assert_eq!(posted.answered(), Some(json!({"b": 1})));
        assert_eq!(posted.status(), Some("201"));
        let got = find_in(TWO, "GET", "/a").unwrap();
        assert_eq!((got.sent(), got.answered()), (None, None));
        assert_eq!((got.request, got.status()), ("curl 'x'", Some("204")));
        assert_eq!(find_in(TWO, "GET", "/b"), None);
    }

    #[test]
    fn every_operation_has_an_example_that_was_run() {
        for operation in OPERATIONS {
            assert!(
                find(operation.method, operation.path).is_some(),
                "{} {} has no example: run the test `examples` of `api` with UPDATE_EXAMPLES=1",
                operation.method,
                operation.path,
            );
        }
    }
}
