//! Who looks at a page, and that they may; and that a form was sent from one of our pages.

use actix_web::{
    HttpRequest, HttpResponse,
    dev::Payload,
    http::{StatusCode, header::HOST},
    web,
};
use aiia_keys_domain::{Caller, Member, Organization, Timestamp};
use aiia_keys_usecases::session::{Current, find};
use blake3::Hash;

use super::{answer, form::Form, layout, session};
use crate::{
    call::state,
    credentials::{Credentials, credentials},
    edge::log,
    permission::Requirement,
    problem::{Code, Problem, render},
    session::recognise,
    state::State,
};

/// The field that carries the token of [`Visit::token`].
pub(crate) const TOKEN_FIELD: &str = "token";

/// A page that is looked at by somebody who may.
pub(crate) struct Visit {
    pub(crate) state: web::Data<State>,
    pub(crate) caller: Caller,
    pub(crate) organization: Organization,
    pub(crate) member: Member,
    /// One instant for all of the page.
    pub(crate) now: Timestamp,
    /// What a form must bring along: who cannot read our pages does not know it, and it belongs to
    /// one session.
    pub(crate) token: Hash,
    /// What programs call this service by.
    pub(crate) base: String,
}

/// Answers a request for a page by somebody with the permission `P`.
pub(crate) async fn visit<P: Requirement>(
    request: &HttpRequest,
    page: impl AsyncFnOnce(&Visit) -> Result<HttpResponse, Problem>,
) -> HttpResponse {
    match enter::<P>(request).await {
        Ok(visit) => match page(&visit).await {
            Ok(response) => response,
            Err(problem) => failed(request, Some(&visit), &problem),
        },
        Err(problem) => turned_away(request, &problem),
    }
}

/// Answers a form that was sent by somebody with the permission `P`.
pub(crate) async fn submit<P: Requirement>(
    request: &HttpRequest,
    payload: web::Payload,
    page: impl AsyncFnOnce(&Visit, &Form) -> Result<HttpResponse, Problem>,
) -> HttpResponse {
    let payload: Payload = payload.into_inner();
    visit::<P>(request, async |visit| {
        let form = Form::read(request, payload).await?;
        // Hashes are compared in constant time.
        if Hash::from_hex(form.text(TOKEN_FIELD)).ok() != Some(visit.token) {
            return Err(Problem::new(
                Code::FormOutdated,
                "the form belongs to another session: nothing was done. Somebody signed in or out in \
                 this browser since the page was opened: go back to the keys and begin again",
            ));
        }
        page(visit, &form).await
    })
    .await
}

async fn enter<P: Requirement>(request: &HttpRequest) -> Result<Visit, Problem> {
    let state = state(request)?.clone();
    let authenticated = recognise(request, &state).await?;
    let current = find::find(&state.env, authenticated.session).await?;
    let caller = authenticated.caller;
    if let Some(permission) = P::PERMISSION {
        caller.require(permission)?;
    }
    let Current {
        organization,
        member,
        ..
    } = current;
    Ok(Visit {
        now: state.env.clock.now(),
        token: token(request)?,
        base: base(request),
        state,
        caller,
        organization,
        member,
    })
}

/// A text that only who holds the session's cookie, or reads our pages, can know.
fn token(request: &HttpRequest) -> Result<Hash, Problem> {
    const CONTEXT: &str = "AIIA Keys 2026-11-25 token of forms";
    match credentials(request.headers())? {
        Credentials::Session(cookie) => Ok(Hash::from_bytes(blake3::derive_key(
            CONTEXT,
            cookie.0.as_bytes(),
        ))),
        Credentials::Key(_) => Err(crate::session::people_only()),
    }
}

/// Where programs reach this service, as far as the browser tells: a session exists only over TLS
/// or on the machine itself.
fn base(request: &HttpRequest) -> String {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.unwrap_or("localhost");
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let local = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    let scheme = if local { "http" } else { "https" };
    format!("{scheme}://{host}")
}

/// Who is not signed in is asked to; who may not is told why.
fn turned_away(request: &HttpRequest, problem: &Problem) -> HttpResponse {
    match problem.code() {
        Code::CredentialsMissing | Code::InvalidSession | Code::SessionOver => {
            let over = problem.code() != Code::CredentialsMissing;
            session::ask(request, over)
        }
        _ => failed(request, None, problem),
    }
}

/// A page that tells of a failure.
pub(crate) fn failed(
    request: &HttpRequest,
    visit: Option<&Visit>,
    problem: &Problem,
) -> HttpResponse {
    let id = layout::request_id(request);
    log::failure(problem, id.as_ref());
    let status = render(problem, id.as_ref()).status();
    let status = StatusCode::from_u16(status.as_u16()).unwrap_or(status);
    answer::html(status, layout::failure(visit, problem, id.as_ref()))
}
