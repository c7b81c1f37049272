//! A call of an operation: who calls, with what, and that they may.

use std::{future::Future, marker::PhantomData, net::IpAddr, pin::Pin};

use actix_web::{Error, FromRequest, HttpMessage as _, HttpRequest, dev::Payload, web};
use aiia_keys_domain::{
    Actor, Authority, Caller, Grant, KeyId, KeyMask, MemberId, OrganizationId, Outcome, Permission,
    RequestId, Scope,
};
use aiia_keys_usecases::verify::{self, Verified};

use crate::{
    accept,
    credentials::{Credentials, Presented, challenged, credentials},
    permission::{Callers, Requirement},
    problem::{Code, Problem},
    query::{FromQuery, NoQuery, Parameters},
    session,
    source::source,
    state::State,
};

/// A call that may go on: the caller is known and has the permission `P`.
///
/// Everything is read in this order: credentials, permission, query, then path, headers and body as
/// `I`. Who may not call learns nothing about what else is wrong or what exists.
#[derive(Debug)]
pub(crate) struct Call<P, I = (), Q = NoQuery> {
    pub(crate) state: web::Data<State>,
    pub(crate) caller: Caller,
    pub(crate) query: Q,
    pub(crate) input: I,
    permission: PhantomData<P>,
}

impl<P, I, Q> FromRequest for Call<P, I, Q>
where
    P: Requirement,
    I: FromRequest + 'static,
    Q: FromQuery + 'static,
{
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let state = state(&request)?.clone();
            let caller = caller::<P>(&request, &state).await?;
            if let Some(permission) = P::PERMISSION {
                caller.require(permission).map_err(Problem::from)?;
            }
            if P::ANSWERS_JSON {
                accept::json(&request)?;
            }
            let query = Parameters::parse(request.query_string())?.read()?;
            let input = I::from_request(&request, &mut payload)
                .await
                .map_err(Into::into)?;
            Ok(Self {
                state,
                caller,
                query,
                input,
                permission: PhantomData,
            })
        })
    }
}

/// The state that the application was made with.
pub(crate) fn state(request: &HttpRequest) -> Result<&web::Data<State>, Problem> {
    request
        .app_data::<web::Data<State>>()
        .ok_or_else(|| Problem::internal("the application has no state"))
}

/// Finds out who is calling, if it is one of those that the operation is for.
async fn caller<P: Requirement>(request: &HttpRequest, state: &State) -> Result<Caller, Problem> {
    match (credentials(request.headers())?, P::CALLERS) {
        (Credentials::Key(_), Callers::People) => Err(session::people_only()),
        (Credentials::Session(_), Callers::Keys) => Err(keys_only()),
        (Credentials::Session(presented), _) => {
            let authenticated = session::authenticate(request, state, &presented).await?;
            Ok(authenticated.caller)
        }
        (Credentials::Key(key), _) => {
            let needed = P::PERMISSION.and_then(Permission::scope);
            let grant = verified(request, state, &key, needed).await?;
            Ok(Caller {
                actor: Actor::Key(grant.key),
                organization: grant.organization,
                authority: Authority::Key {
                    scopes: grant.scopes.clone(),
                    rate_limit: grant.rate_limit,
                },
                request: request.extensions().get::<RequestId>().cloned(),
            })
        }
    }
}

/// Verifies the key that a request presents, for what needs a scope or none.
pub(crate) async fn grant(
    request: &HttpRequest,
    state: &State,
    needed: Option<&Scope>,
) -> Result<Grant, Problem> {
    let key = presented_key(request)?;
    verified(request, state, &key, needed).await
}

/// The key that a request presents, where nothing else will do.
pub(crate) fn presented_key(request: &HttpRequest) -> Result<Presented<'_>, Problem> {
    match credentials(request.headers())? {
        Credentials::Key(key) => Ok(key),
        Credentials::Session(_) => Err(keys_only()),
    }
}

async fn verified(
    request: &HttpRequest,
    state: &State,
    key: &Presented<'_>,
    needed: Option<&Scope>,
) -> Result<Grant, Problem> {
    let source = source(request.head(), &state.options);
    let already = request.extensions_mut().remove::<AlreadyVerified>();
    let verified = match already {
        Some(AlreadyVerified(verified)) => verified,
        None => verify::verify(&state.env, key.0, needed, source).await,
    };
    let known = match &verified {
        Ok(Verified { grant, metered }) => Some((grant.organization, grant.key, *metered)),
        Err(verify::Error::Denied(denied)) => {
            Some((denied.organization, denied.key, denied.metered))
        }
        Err(_) => None,
    };
    if let Some((organization, id, metered)) = known {
        let mut extensions = request.extensions_mut();
        extensions.insert(KnownCaller {
            organization,
            known: Known::Key(id, mask(key)),
        });
        if let Some(metered) = metered {
            extensions.insert(metered);
        }
    }
    let verified = verified
        .map(|verified| verified.grant)
        .map_err(Problem::from);
    let outcome = match &verified {
        Ok(_) => Outcome::Allowed.as_str(),
        Err(problem) => problem.code().entry().code,
    };
    state.options.metrics.verified(outcome);
    verified.map_err(|problem| challenged(unless_too_many(problem, state, source)))
}

/// Counts what is no key that was issued here for the address that it came from: beyond so many,
/// that there were too many is all that is told.
pub(crate) fn unless_too_many(problem: Problem, state: &State, source: Option<IpAddr>) -> Problem {
    match problem.code() {
        Code::InvalidKey | Code::WrongEnvironment => state
            .attempts
            .with_a_key(source, &state.env.verification)
            .err()
            .unwrap_or(problem),
        _ => problem,
    }
}

/// What may be shown of a key that was found to be one.
fn mask(key: &Presented<'_>) -> Option<KeyMask> {
    let last_four = key.0.len().checked_sub(4)?;
    key.0.get(last_four..)?.parse().ok()
}

/// What a person is told who asks for what is about the key that is presented.
fn keys_only() -> Problem {
    Problem::new(
        Code::KeysOnly,
        "this is about the key that is presented, and a session was: present a key alone",
    )
}

/// What became of the key that a request presents, where it was verified before the request came here: in
/// the request's extensions. It counted, and must not be verified again.
pub(crate) struct AlreadyVerified(pub(crate) Result<Verified, verify::Error>);

/// Who called, for the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownCaller {
    pub(crate) organization: OrganizationId,
    pub(crate) known: Known,
}

/// A program by its key, with what may be shown of that, or a person.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Known {
    Key(KeyId, Option<KeyMask>),
    Member(MemberId),
}
