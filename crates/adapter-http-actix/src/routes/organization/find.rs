//! `GET /api/v1/organization`

use actix_web::HttpResponse;
use aiia_keys_usecases::organization::find;

use super::view::OrganizationView;
use crate::{call::Call, etag::etag, permission::ReadPolicy, problem::Problem};

/// Look at the organization
///
/// The caller's organization with its rules for its keys.
#[utoipa::path(
    get, path = "/api/v1/organization", tag = "Organization", operation_id = "findOrganization",
    responses((status = 200, description = "The organization", body = OrganizationView, headers(("ETag" = String, description = "The version of the organization")))),
)]
pub(crate) async fn find(call: Call<ReadPolicy>) -> Result<HttpResponse, Problem> {
    let organization = find::find(&call.state.env, &call.caller).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(organization.version))
        .json(OrganizationView::from(&organization.value)))
}
