//! A problem as a response.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE},
    },
};
use aiia_keys_domain::RequestId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Code, Problem};

/// A failure, as RFC 9457 describes it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Document<'a> {
    /// Stable: names the kind of failure, and is the address of a page that explains it.
    #[serde(rename = "type")]
    #[schema(example = "/problems/insufficient_scope")]
    kind: String,
    /// The kind of failure in words.
    #[schema(example = "The key lacks a scope")]
    title: &'a str,
    /// The status of the answer.
    #[schema(example = 403)]
    status: u16,
    /// What is wrong here, and what would be right.
    #[schema(example = "the key needs the scope admin:keys")]
    detail: &'a str,
    /// The id of the request, which the service's log and audit trail name too.
    #[schema(example = "018bcfe5-687b-7102-8304-05060708090a")]
    instance: Option<&'a str>,
    /// The field, parameter or header that is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "scopes")]
    field: Option<&'a str>,
    /// What is at fault in the rows of a list that was sent: the first of them.
    #[serde(skip_serializing_if = "<[RowFault]>::is_empty")]
    #[schema(required = false)]
    errors: &'a [RowFault],
}

/// What is at fault in one row of a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RowFault)]
pub(crate) struct RowFault {
    /// The line on which the row begins, from 1, when the list is CSV.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 18)]
    pub(crate) line: Option<usize>,
    /// The column, or the field of the JSON document.
    #[schema(example = "parent")]
    pub(crate) field: String,
    /// What is wrong, and what would be right.
    #[schema(example = "no row has this code: add it, or name another parent")]
    pub(crate) detail: String,
}

/// The response that tells a client of a problem.
pub(crate) fn render(problem: &Problem, request: Option<&RequestId>) -> HttpResponse {
    let parts = &*problem.0;
    let mut response = HttpResponse::new(status(parts.code));
    let headers = response.headers_mut();
    if let Some(challenge) = &parts.challenge {
        headers.insert(WWW_AUTHENTICATE, challenge.clone());
    }
    for (name, value) in &parts.headers {
        headers.insert(name.clone(), value.clone());
    }
    if parts.bodiless {
        return response;
    }
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
        .set_body(body(problem, request))
        .map_into_boxed_body()
}

fn body(problem: &Problem, request: Option<&RequestId>) -> String {
    let entry = problem.0.code.entry();
    let document = Document {
        kind: format!("/problems/{}", entry.code),
        title: entry.title,
        status: entry.status,
        detail: &problem.0.detail,
        instance: request.map(RequestId::as_str),
        field: problem.named(),
        errors: &problem.0.faults,
    };
    // Texts and a number: nothing that could fail to become JSON.
    serde_json::to_string(&document).unwrap_or_default()
}

/// The status of a kind of failure.
pub(super) fn status(code: Code) -> StatusCode {
    StatusCode::from_u16(code.entry().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
