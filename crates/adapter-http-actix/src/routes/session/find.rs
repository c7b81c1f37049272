//! `GET /api/v1/session`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_usecases::session::find;

use super::view::SessionView;
use crate::{
    accept,
    call::state,
    problem::Problem,
    query::{NoQuery, Parameters},
    session,
};

/// Look at one's own session
///
/// Who is signed in, what they may do, and when the session ends. Looking at it uses it.
#[utoipa::path(
    get, path = "/api/v1/session", tag = "Session", operation_id = "findSession",
    responses((status = 200, description = "The session", body = SessionView)),
)]
pub(crate) async fn find(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let state = state(&request)?;
    let recognised = session::recognise(&request, state).await?;
    accept::json(&request)?;
    let NoQuery = Parameters::parse(request.query_string())?.read()?;
    let current = find::find(&state.env, recognised.session).await?;
    Ok(HttpResponse::Ok().json(SessionView::of(&current, state.env.session_limits)))
}
