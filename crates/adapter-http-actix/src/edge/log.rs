//! What is told to whoever runs the service. Never a query, a header or a body: a key may stand there.

use actix_web::{HttpMessage as _, dev::ServiceResponse};
use aiia_keys_domain::RequestId;
use tracing::Level;

use crate::{
    call::{Known, KnownCaller},
    problem::Problem,
    routes::Route,
};

/// Where gateways ask.
pub(crate) const GATEWAYS: &str = "/auth";

/// Whether it is told that a gateway's request was granted.
pub(crate) fn tells_of_grants() -> bool {
    tracing::enabled!(Level::DEBUG)
}

/// A request that was answered, and by whom it was sent.
pub(super) fn answered<B>(response: &ServiceResponse<B>, id: &RequestId) {
    // A gateway asks with every request of every service behind it: what is granted there is told only
    // to who wants to know everything.
    let granted = response.request().path() == GATEWAYS && response.status().is_success();
    if granted && !tells_of_grants() || !tracing::enabled!(Level::INFO) {
        return;
    }
    let request = response.request();
    let caller = request.extensions().get::<KnownCaller>().copied();
    let (key, mask, member) = match caller.map(|caller| caller.known) {
        Some(Known::Key(key, mask)) => (Some(key), mask, None),
        Some(Known::Member(member)) => (None, None, Some(member)),
        None => (None, None, None),
    };
    tracing::info!(
        request = id.as_str(),
        method = request.method().as_str(),
        // The pattern and not the path: whatever stands in the place of an id is not repeated.
        route = request
            .app_data::<Route>()
            .map_or("none", |route| route.path),
        status = response.status().as_u16(),
        organization = caller.map(|caller| display(caller.organization)),
        key = key.map(display),
        mask = mask.map(display),
        member = member.map(display),
        "answered"
    );
}

/// Failures of ours, with their causes; others are the caller's.
pub(crate) fn failure(problem: &Problem, id: Option<&RequestId>) {
    if let Some(cause) = problem.cause() {
        let request = id.map(RequestId::as_str);
        let code = problem.code().entry().code;
        tracing::error!(request, code, cause = display(cause), "a request failed");
    }
}
