//! An answer, read whole.

use actix_web::{HttpResponse, body::to_bytes, http::header::HeaderMap};
use serde_json::Value;

/// Status, headers and body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) async fn of(response: HttpResponse) -> Self {
        let (head, body) = response.into_parts();
        let body = to_bytes(body).await.unwrap();
        Self {
            status: head.status().as_u16(),
            headers: head.headers().clone(),
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Status and, of a problem, its code and the field that it names.
    #[track_caller]
    pub(crate) fn outcome(&self) -> (u16, String, Option<String>) {
        if self.header("content-type") != "application/problem+json" {
            return (self.status, String::new(), None);
        }
        let problem = self.json();
        assert_eq!(problem["status"], self.status);
        assert_eq!(problem["instance"], self.header("x-request-id"));
        for part in ["title", "detail"] {
            assert!(!problem[part].as_str().unwrap().is_empty(), "{part}");
        }
        let code = problem["type"].as_str().unwrap();
        let code = code.strip_prefix("/problems/").unwrap().to_owned();
        let field = problem["field"].as_str().map(str::to_owned);
        (self.status, code, field)
    }

    /// Status and code.
    #[track_caller]
    pub(crate) fn code(&self) -> (u16, String) {
        let (status, code, _) = self.outcome();
        (status, code)
    }
}
