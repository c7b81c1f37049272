//! Setting the system up by its link, for the API and the pages alike.

use actix_web::{HttpMessage as _, HttpRequest};
use aiia_keys_domain::SetupToken;
use aiia_keys_usecases::{
    session::sign_in::SignedIn,
    setup::{
        check,
        complete::{self, Command},
    },
};

use crate::{
    attempts::admit,
    call::{Known, KnownCaller},
    problem::Problem,
    source::source,
    state::State,
};

/// Lets who opened the link go on to type what [`complete`] needs.
///
/// # Errors
/// When there were too many attempts, the link cannot be used, or storage fails.
pub(crate) async fn check(
    request: &HttpRequest,
    state: &State,
    token: &str,
) -> Result<(), Problem> {
    // Opening a link is nothing that another site could gain by.
    let source = source(request.head(), &state.options);
    state.attempts.by_source(source, &state.env.verification)?;
    Ok(check::check(&state.env, &read(token)?).await?)
}

/// Founds the first organization with its owner, who is signed in. The attempt counts, for its
/// source, before anything is looked up.
///
/// # Errors
/// When another site caused it, there were too many attempts, the link cannot be used, or storage fails.
pub(crate) async fn complete(
    request: &HttpRequest,
    state: &State,
    command: Command,
) -> Result<SignedIn, Problem> {
    admit(request, state)?;
    let signed_in = complete::complete(&state.env, command).await?;
    let session = &signed_in.current.session;
    request.extensions_mut().insert(KnownCaller {
        organization: session.organization,
        known: Known::Member(session.member),
    });
    Ok(signed_in)
}

/// A token from its text; what is none is told of like one that was never made.
///
/// # Errors
/// When it is none.
pub(crate) fn read(text: &str) -> Result<SetupToken, Problem> {
    SetupToken::parse(text).ok_or_else(|| aiia_keys_domain::SetupRefused::Unknown.into())
}
