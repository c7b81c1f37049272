//! The short way of `GET /auth`, ahead of the application.
//!
//! Gateways ask it with every request of every service behind them, and nearly always the answer is yes.
//! Finding its route, and what makes a request fit for any handler, would take several times as long as
//! the verification. So what passes is granted here, as the application would; everything else
//! goes through the application as if this were not there.

use std::{net::IpAddr, panic::AssertUnwindSafe, rc::Rc, sync::LazyLock};

use actix_http::{HttpMessage as _, Request, Response};
use actix_service::{IntoServiceFactory, Service, ServiceFactory, forward_ready};
use actix_web::{
    Error, HttpResponse,
    body::BoxBody,
    dev::{AppConfig, ServiceResponse},
    http::{Method, StatusCode},
    web::Data,
};
use aiia_keys_domain::{Grant, Outcome, RequestId, Scope, Timestamp};
use aiia_keys_usecases::verify::{Verified, verify, verify_from_memory};
use futures_util::{
    FutureExt as _,
    future::{Either, LocalBoxFuture, Ready, ready},
};

use crate::{
    call::AlreadyVerified,
    credentials::{Credentials, Presented, credentials},
    edge::{
        self, limits,
        log::{GATEWAYS, tells_of_grants},
    },
    operations::OPERATIONS,
    problem::Problem,
    query::Parameters,
    rate_fields,
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

/// An application, and the short way before it.
pub(crate) struct FastPath<A> {
    application: A,
    state: Data<State>,
}

impl<A> FastPath<A> {
    /// Puts the short way before an application.
    pub(crate) fn before<I>(application: I, state: Data<State>) -> Self
    where
        I: IntoServiceFactory<A, Request>,
        A: ServiceFactory<Request>,
    {
        let application = application.into_factory();
        Self { application, state }
    }
}

impl<A> ServiceFactory<Request> for FastPath<A>
where
    A: ServiceFactory<
            Request,
            Config = AppConfig,
            Response = ServiceResponse<BoxBody>,
            Error = Error,
            InitError = (),
        >,
    A::Future: 'static,
    A::Service: 'static,
{
    type Response = Response<BoxBody>;
    type Error = Error;
    type Config = AppConfig;
    type Service = FastPathService<A::Service>;
    type InitError = ();
    type Future = LocalBoxFuture<'static, Result<Self::Service, ()>>;

    fn new_service(&self, config: AppConfig) -> Self::Future {
        let application = self.application.new_service(config);
        let state = self.state.clone();
        Box::pin(async move {
            let application = Rc::new(application.await?);
            Ok(FastPathService { application, state })
        })
    }
}

/// The short way of one thread.
pub(crate) struct FastPathService<S> {
    application: Rc<S>,
    state: Data<State>,
}

type Answer = Result<Response<BoxBody>, Error>;

impl<S> Service<Request> for FastPathService<S>
where
    S: Service<Request, Response = ServiceResponse<BoxBody>, Error = Error> + 'static,
{
    type Response = Response<BoxBody>;
    type Error = Error;
    type Future = Either<Ready<Answer>, LocalBoxFuture<'static, Answer>>;

    forward_ready!(application);

    fn call(&self, request: Request) -> Self::Future {
        let question = question(&request, &self.state);
        let remembered = question
            .as_ref()
            .and_then(|question| question.remembered(&presented(&request)?, &self.state));
        if let Some(response) = remembered {
            return Either::Left(ready(Ok(response)));
        }
        let (application, state) = (Rc::clone(&self.application), self.state.clone());
        Either::Right(Box::pin(async move {
            if let Some(question) = question
                && let Some(key) = presented(&request)
            {
                match AssertUnwindSafe(question.ask(&key, &state))
                    .catch_unwind()
                    .await
                {
                    Ok(Ok(response)) => return Ok(response),
                    Ok(Err(verified)) => {
                        request.extensions_mut().insert(verified);
                    }
                    // What a panic was about, it will be about again, and is answered there.
                    Err(_) => {}
                }
            }
            application.call(request).await.map(Response::from)
        }))
    }
}

/// What a gateway asks about the key that it presents.
struct Question {
    needed: Option<Scope>,
    yes: StatusCode,
    source: Option<IpAddr>,
    id: RequestId,
    began: Timestamp,
}

/// What a request asks, if it is a gateway's and there is nothing wrong with it.
fn question(request: &Request, state: &State) -> Option<Question> {
    let head = request.head();
    if head.uri.path() != GATEWAYS || head.method != Method::GET || tells_of_grants() {
        return None;
    }
    let began = state.env.clock.now();
    limits::check(head).ok()?;
    let query = head.uri.query().unwrap_or_default();
    let Query { needed, yes } = Parameters::parse(query).ok()?.read().ok()?;
    let ids = &state.request_ids;
    Some(Question {
        needed,
        yes,
        source: source(head, &state.options),
        id: ids.of(head.headers(), &*state.env.entropy, began).ok()?,
        began,
    })
}

/// The key that a request presents, if it presents one and nothing else.
fn presented(request: &Request) -> Option<Presented<'_>> {
    match credentials(request.headers()).ok()? {
        Credentials::Key(key) => Some(key),
        Credentials::Session(_) => None,
    }
}

impl Question {
    /// The answer, when memory has it and it is yes.
    fn remembered(&self, key: &Presented<'_>, state: &State) -> Option<Response<BoxBody>> {
        let answer = |grant: &Grant| forward_auth::granted(grant, self.yes);
        let (needed, source) = (self.needed.as_ref(), self.source);
        let granted = verify_from_memory(&state.env, key.0, needed, source, self.began, answer)?;
        Some(self.granted(state, granted))
    }

    /// The answer when it is yes, wherever it is known; otherwise what is known of the key then, with
    /// which the application need not ask again.
    async fn ask(
        &self,
        key: &Presented<'_>,
        state: &State,
    ) -> Result<Response<BoxBody>, AlreadyVerified> {
        let verified = verify(&state.env, key.0, self.needed.as_ref(), self.source).await;
        let Verified { grant, metered } = match verified {
            Ok(verified) => verified,
            denied => return Err(AlreadyVerified(denied)),
        };
        let mut granted = forward_auth::granted(&grant, self.yes);
        if let (Ok(response), Some(metered)) = (&mut granted, &metered) {
            rate_fields::put(response.headers_mut(), metered);
        }
        Ok(self.granted(state, granted))
    }

    /// The answer to who may pass, counted.
    fn granted(&self, state: &State, granted: Result<HttpResponse, Problem>) -> Response<BoxBody> {
        let metrics = &state.options.metrics;
        metrics.verified(Outcome::Allowed.as_str());
        let response = match granted {
            Ok(mut response) => {
                edge::finish(&mut response, Some(&self.id));
                response
            }
            Err(problem) => edge::refused(&problem, &self.id),
        };
        let took = state.env.clock.now().saturating_since(self.began);
        metrics.answered(*PLACE, response.status(), took);
        response.into()
    }
}

#[cfg(test)]
mod tests;
