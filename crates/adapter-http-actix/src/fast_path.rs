//! The short way of `GET /auth`, ahead of the application.
//!
//! Gateways ask it with every request of every service behind them, and nearly always the answer is a
//! yes that is in memory. Finding its route, and what makes a request fit for any handler, would
//! take several times as long as the verification. So what can be granted at once is granted here;
//! everything else goes through the application as if this were not there, and a grant is
//! answered as the application would.

use std::sync::LazyLock;

use actix_http::{Request, Response};
use actix_service::{IntoServiceFactory, Service as _, ServiceFactory, apply_fn_factory};
use actix_web::{
    Error,
    body::BoxBody,
    dev::{AppConfig, ServiceResponse},
    http::Method,
    web::Data,
};
use aiia_keys_domain::Outcome;
use aiia_keys_usecases::verify::verify_from_memory;
use futures_util::{
    TryFutureExt as _,
    future::{Either, ready},
};

use crate::{
    credentials::{Credentials, credentials},
    edge::{
        self, limits,
        log::{GATEWAYS, tells_of_grants},
    },
    operations::OPERATIONS,
    query::Parameters,
    routes::forward_auth::{self, Query},
    source::source,
    state::State,
};

/// The place of `GET /auth` among the operations.
static PLACE: LazyLock<Option<usize>> = LazyLock::new(|| {
    let here = |operation: &crate::operations::Operation| {
        operation.method == "GET" && operation.path == GATEWAYS
    };
    OPERATIONS.iter().position(here)
});

/// An application with the short way before it.
pub(crate) fn before<A, S>(
    application: A,
    state: Data<State>,
) -> impl ServiceFactory<
    Request,
    Config = AppConfig,
    Response = Response<BoxBody>,
    Error = Error,
    InitError = (),
>
where
    A: IntoServiceFactory<S, Request>,
    S: ServiceFactory<
            Request,
            Config = AppConfig,
            Response = ServiceResponse<BoxBody>,
            Error = Error,
            InitError = (),
        >,
{
    apply_fn_factory(
        application,
        move |request: Request, application: &S::Service| match granted(&request, &state) {
            Some(response) => Either::Left(ready(Ok(response))),
            None => Either::Right(application.call(request).map_ok(Response::from)),
        },
    )
}

/// The answer to a gateway's request, when the key that it presents can be accepted at once.
fn granted(request: &Request, state: &State) -> Option<Response<BoxBody>> {
    let head = request.head();
    if head.uri.path() != GATEWAYS || head.method != Method::GET || tells_of_grants() {
        return None;
    }
    let began = state.env.clock.now();
    limits::check(head).ok()?;
    let query = head.uri.query().unwrap_or_default();
    let Query { needed, yes } = Parameters::parse(query).ok()?.read().ok()?;
    let Credentials::Key(key) = credentials(head.headers()).ok()? else {
        return None;
    };
    let id = edge::request_id(head.headers(), state, began).ok()?;
    let source = source(head, &state.options);
    let grant = verify_from_memory(&state.env, key.0, needed.as_ref(), source, began)?;
    let metrics = &state.options.metrics;
    metrics.verified(Outcome::Allowed.as_str());
    let response = match forward_auth::granted(&grant, yes) {
        Ok(mut response) => {
            edge::finish(&mut response, Some(&id));
            response
        }
        Err(problem) => edge::refused(&problem, &id),
    };
    let took = state.env.clock.now().saturating_since(began);
    metrics.answered(*PLACE, response.status(), took);
    Some(response.into())
}

#[cfg(test)]
mod tests;
