//! `GET /api/v1/scopes`

use actix_web::HttpResponse;
use aiia_keys_usecases::scope::list;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{call::Call, permission::ReadKeys, problem::Problem};

/// A scope that exists, and what it means.
#[derive(Serialize, ToSchema)]
#[schema(as = Scope)]
pub(crate) struct ScopeView {
    /// The scope, as it is granted and asked for.
    #[schema(example = "read:findings")]
    scope: String,
    /// How far it reaches: `read-only`, `write-only`, `write-and-update` or `full-access`.
    #[schema(example = "read-only")]
    level: &'static str,
    /// What a key with it may do.
    #[schema(example = "read findings, action plans and remediation tracker logs")]
    description: String,
    /// Whether the caller may put it into a key, under the organization's policy.
    grantable: bool,
}

/// List scopes
///
/// Every scope with its level and meaning, and whether the caller may grant it.
#[utoipa::path(
    get, path = "/api/v1/scopes", tag = "Scopes", operation_id = "listScopes",
    responses((status = 200, description = "The scopes that exist", body = Vec<ScopeView>)),
)]
pub(crate) async fn list(call: Call<ReadKeys>) -> Result<HttpResponse, Problem> {
    let offers = list::list(&call.state.env, &call.caller).await?;
    let scopes: Vec<ScopeView> = offers
        .iter()
        .map(|offer| ScopeView {
            scope: offer.entry.scope().to_string(),
            level: offer.entry.level().as_str(),
            description: offer.entry.description().to_owned(),
            grantable: offer.grantable,
        })
        .collect();
    Ok(HttpResponse::Ok().json(scopes))
}
