//! `DELETE /api/v1/session`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_usecases::session::sign_out;

use crate::{
    call::state,
    problem::Problem,
    query::{NoQuery, Parameters},
    session,
};

/// Sign out
///
/// Ends the session and takes its cookie away.
#[utoipa::path(
    delete, path = "/api/v1/session", tag = "Session", operation_id = "signOut",
    responses((status = 204, description = "The session is over", headers(("Set-Cookie" = String, description = "Takes the cookie away")))),
)]
pub(crate) async fn sign_out(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = state(&request)?;
    let recognised = session::recognise(&request, state).await?;
    let NoQuery = Parameters::parse(request.query_string())?.read()?;
    sign_out::sign_out(&state.env, recognised.session).await?;
    Ok(HttpResponse::NoContent()
        .insert_header(session::no_cookie())
        .finish())
}
