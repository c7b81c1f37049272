//! The edge that every request passes on its way in, and every answer on its way out.

pub(crate) mod limits;
pub(crate) mod log;

use std::panic::AssertUnwindSafe;

use actix_web::{
    Error, HttpMessage as _, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};
use aiia_keys_domain::{RequestId, Timestamp};
use aiia_keys_usecases::rate::Metered;
use futures_util::FutureExt as _;

use crate::{
    problem::{Code, Problem, render},
    rate_fields,
    request_id::X_REQUEST_ID,
    routes::Route,
    state::State,
};

/// Names the request, keeps its limits, turns every failure into a problem document, even a panic,
/// and puts on every answer what all of them carry.
pub(crate) async fn edge<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(state) = request.app_data::<web::Data<State>>().cloned() else {
        return Err(Problem::internal("the application has no state").into());
    };
    // For people to look at: nothing hangs on a clock that is set meanwhile.
    let began = state.env.clock.now();
    let answered = within(request, next, &state, began).await;
    let took = state.env.clock.now().saturating_since(began);
    let (place, status) = match &answered {
        Ok(response) => {
            let request = response.request();
            let route = request.app_data::<Route>();
            let place = route.and_then(|route| route.operation(request.method()));
            (place, response.status())
        }
        Err(error) => (None, error.as_response_error().status_code()),
    };
    state.options.metrics.answered(place, status, took);
    answered
}

async fn within<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
    state: &State,
    began: Timestamp,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let ids = &state.request_ids;
    let id = match ids.of(request.headers(), &*state.env.entropy, began) {
        Ok(id) => id,
        Err(error) => return Ok(answer(request, &Problem::from(error), None)),
    };
    if let Err(problem) = limits::check(request.head()) {
        return Ok(answer(request, &problem, Some(&id)));
    }
    request.extensions_mut().insert(id.clone());
    // What a panic leaves half-done is this one request's: units of work roll back when dropped.
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(Ok(response)) => Ok(out(response, &id)),
        Ok(Err(error)) => Err(rejected(&error, &id)),
        Err(_) => Err(rejected(
            &Problem::internal("a handler panicked").into(),
            &id,
        )),
    }
}

/// An answer to a request that goes no further.
fn answer(
    request: ServiceRequest,
    problem: &Problem,
    id: Option<&RequestId>,
) -> ServiceResponse<BoxBody> {
    let mut response = render(problem, id);
    finish(&mut response, id);
    log::failure(problem, id);
    request.into_response(response)
}

/// An error for when the request itself is gone.
fn rejected(error: &Error, id: &RequestId) -> Error {
    let response = failed(error, id);
    actix_web::error::InternalError::from_response("the request failed", response).into()
}

fn out<B: MessageBody + 'static>(
    response: ServiceResponse<B>,
    id: &RequestId,
) -> ServiceResponse<BoxBody> {
    // What the key that called has left, if it may be used only so often.
    let metered = response.request().extensions().get::<Metered>().copied();
    if let Some(error) = response.response().error() {
        let mut failed = failed(error, id);
        if let Some(metered) = &metered {
            rate_fields::put(failed.headers_mut(), metered);
        }
        let response = response.into_response(failed);
        log::answered(&response, id);
        return response;
    }
    let mut response = response.map_into_boxed_body();
    if let Some(metered) = &metered {
        rate_fields::put(response.headers_mut(), metered);
    }
    finish(response.response_mut(), Some(id));
    log::answered(&response, id);
    response
}

fn failed(error: &Error, id: &RequestId) -> HttpResponse {
    let other;
    let problem = if let Some(problem) = error.as_error::<Problem>() {
        problem
    } else {
        other = foreign(error);
        &other
    };
    refused(problem, id)
}

/// What is answered in place of what was asked for.
pub(crate) fn refused(problem: &Problem, id: &RequestId) -> HttpResponse {
    log::failure(problem, Some(id));
    let mut response = render(problem, Some(id));
    finish(&mut response, Some(id));
    response
}

/// An error that the framework made.
fn foreign(error: &Error) -> Problem {
    let status = error.as_response_error().status_code();
    if status.is_client_error() {
        Problem::new(Code::MalformedRequest, "the request cannot be read")
    } else {
        Problem::internal(error.to_string())
    }
}

const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// What every answer carries, and one that can be shown. Nothing is kept by caches unless a route says
/// otherwise.
pub(crate) fn finish(response: &mut HttpResponse, id: Option<&RequestId>) {
    let nothing_to_show = response.status() == StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    if let Some(value) = id.and_then(|id| HeaderValue::from_str(id.as_str()).ok()) {
        headers.insert(X_REQUEST_ID, value);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    // They tell a browser what it may do with the content, and most answers are 204s to gateways.
    if nothing_to_show {
        return;
    }
    for (name, value) in HEADERS {
        // A page brings a policy of its own, as strict and with room for its own files.
        if name != header::CONTENT_SECURITY_POLICY || !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests;
