//! Sessions of people: signing in, the cookie, and who a request's session belongs to.
//!
//! The routes under `/api/v1/session` and the pages stand on the same functions, so that no rule is
//! written twice:
//!
//! | to | call |
//! |---|---|
//! | sign a member in, within the limits | [`sign_in`] |
//! | recognise who sent a request with a session | [`recognise`] |
//! | make the cookie of a session, and take it away | [`cookie`], [`no_cookie`] |
//!
//! What changes something must come from this origin: [`recognise`] asks for it by itself.

use actix_web::{
    HttpMessage as _, HttpRequest,
    http::header::{HeaderValue, SET_COOKIE},
};
use aiia_keys_domain::{
    EmailAddress, OrganizationId, OrganizationSlug, Password, RequestId, SessionToken,
};
use aiia_keys_usecases::session::{
    authenticate::{self, Authenticated},
    sign_in::{self, SignedIn},
};
use zeroize::Zeroizing;

use crate::{
    attempts::admit,
    call::{Known, KnownCaller},
    credentials::{Credentials, Presented, challenged, credentials},
    path,
    problem::{Code, Problem},
    same_origin,
    state::State,
};

/// The cookie's name. With this prefix browsers take it only from a secure origin, for this host
/// alone and for all of its paths (RFC 6265bis, section 4.1.3.2).
pub(crate) const COOKIE_NAME: &str = "__Host-aiia_session";

/// Sent with requests to this host alone, over TLS alone, out of reach of scripts, and never with a
/// request that another site causes. It ends with the browser; the session's own limits are kept here.
const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Strict";

/// The `Set-Cookie` header of a session that just began.
///
/// # Errors
/// Never: an id and a token are ASCII.
pub(crate) fn cookie(signed_in: &SignedIn) -> Result<(&'static str, HeaderValue), Problem> {
    let organization = signed_in.current.session.organization;
    let token = signed_in.token.expose();
    let text = Zeroizing::new(format!(
        "{COOKIE_NAME}={organization}.{token}; {ATTRIBUTES}"
    ));
    let mut value = HeaderValue::from_str(&text).map_err(Problem::internal)?;
    value.set_sensitive(true);
    Ok(("Set-Cookie", value))
}

/// The `Set-Cookie` header that takes the cookie away.
pub(crate) fn no_cookie() -> (&'static str, HeaderValue) {
    const GONE: HeaderValue = HeaderValue::from_static(
        "__Host-aiia_session=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0",
    );
    ("Set-Cookie", GONE)
}

/// Organization and token, as [`cookie`] wrote them.
fn read(value: &str) -> Option<(OrganizationId, SessionToken)> {
    let (organization, token) = value.split_once('.')?;
    let organization = path::uuid(organization).ok()?;
    Some((
        OrganizationId::from_uuid(organization),
        SessionToken::parse(token)?,
    ))
}

/// Who wants to sign in. The password is as it was typed.
pub(crate) struct Attempt {
    pub(crate) organization: OrganizationSlug,
    pub(crate) email: EmailAddress,
    pub(crate) password: Zeroizing<String>,
}

/// Signs a member in. The attempt counts, for its account and its source, before anything is looked up.
///
/// # Errors
/// When another site caused it, there were too many attempts, what was given does not belong
/// together, or storage fails.
pub(crate) async fn sign_in(
    request: &HttpRequest,
    state: &State,
    attempt: Attempt,
) -> Result<SignedIn, Problem> {
    admit(request, state)?;
    let cluster = &state.env.verification;
    state
        .attempts
        .at_account(&attempt.organization, &attempt.email, cluster)?;
    // What cannot be a password is no one's.
    let Ok(password) = Password::new(&attempt.password) else {
        return Err(challenged(sign_in::Error::Wrong.into()));
    };
    let command = sign_in::Command {
        organization: attempt.organization,
        email: attempt.email,
        password,
    };
    let signed_in = sign_in::sign_in(&state.env, command)
        .await
        .map_err(|error| challenged(error.into()))?;
    let current = &signed_in.current;
    request.extensions_mut().insert(KnownCaller {
        organization: current.session.organization,
        known: Known::Member(current.session.member),
    });
    Ok(signed_in)
}

/// Recognises who sent a request, by the cookie of their session.
///
/// # Errors
/// When there is no cookie or another credential, the session is not accepted, or the request would
/// change something and was not caused by a page of this service.
pub(crate) async fn recognise(
    request: &HttpRequest,
    state: &State,
) -> Result<Authenticated, Problem> {
    match credentials(request.headers())? {
        Credentials::Session(presented) => authenticate(request, state, &presented).await,
        Credentials::Key(_) => Err(people_only()),
    }
}

/// Recognises whose session is presented.
pub(crate) async fn authenticate(
    request: &HttpRequest,
    state: &State,
    Presented(value): &Presented<'_>,
) -> Result<Authenticated, Problem> {
    if !request.method().is_safe() {
        same_origin::require(request)?;
    }
    let (organization, token) = read(value).ok_or_else(|| over(authenticate::Error::Unknown))?;
    let command = authenticate::Command {
        organization,
        token,
        request: request.extensions().get::<RequestId>().cloned(),
    };
    let authenticated = authenticate::authenticate(&state.env, command)
        .await
        .map_err(over)?;
    request.extensions_mut().insert(KnownCaller {
        organization,
        known: Known::Member(authenticated.session.member),
    });
    Ok(authenticated)
}

/// Who presents a session that is not accepted is told so, and rid of the cookie.
fn over(error: authenticate::Error) -> Problem {
    let problem = challenged(error.into());
    if problem.code().entry().status != 401 {
        return problem;
    }
    problem.with_header(SET_COOKIE, no_cookie().1)
}

/// What a key is told that asks for what is about a person.
pub(crate) fn people_only() -> Problem {
    Problem::new(
        Code::PeopleOnly,
        "this is about who is signed in, and a key was presented: sign in, and send the session's cookie alone",
    )
}

#[cfg(test)]
mod tests;
