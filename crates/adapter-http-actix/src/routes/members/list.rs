//! `GET /api/v1/members`

use actix_web::HttpResponse;
use aiia_keys_usecases::member::list;

use super::view::MemberView;
use crate::{call::Call, permission::ReadMembers, problem::Problem};

/// List members
///
/// Those who were not removed, by name, all at once.
#[utoipa::path(
    get, path = "/api/v1/members", tag = "Members", operation_id = "listMembers",
    responses((status = 200, description = "The members", body = Vec<MemberView>)),
)]
pub(crate) async fn list(call: Call<ReadMembers>) -> Result<HttpResponse, Problem> {
    let members = list::list(&call.state.env, &call.caller).await?;
    let members: Vec<MemberView> = members
        .iter()
        .map(|stored| (&stored.value).into())
        .collect();
    Ok(HttpResponse::Ok().json(members))
}
