//! `GET /api/v1/self`

use actix_web::HttpResponse;
use aiia_keys_usecases::key::own::{self, Own};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{call::Call, permission::Known, problem::Problem, routes::keys::view::KeyView};

/// The key that was presented.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnKey)]
pub(crate) struct OwnView {
    #[serde(flatten)]
    key: KeyView,
    /// The organization that it belongs to.
    organization: OrganizationName,
    /// The instant from which it is due for rotation.
    #[schema(format = DateTime, example = "2026-05-01T12:00:00Z")]
    rotation_due_at: String,
    /// Whole days until then; 0 when it is due.
    #[schema(example = 42)]
    rotation_due_in_days: u64,
}

/// An organization, by what people call it.
#[derive(Serialize, ToSchema)]
#[schema(as = OrganizationName)]
pub(crate) struct OrganizationName {
    /// Names it.
    #[schema(format = "uuid", example = "01890a5d-ac96-774b-bcce-b302099a8057")]
    id: String,
    /// What people call it.
    #[schema(example = "Example Audit")]
    name: String,
}

const SECONDS_PER_DAY: u64 = 24 * 60 * 60;

impl From<Own> for OwnView {
    fn from(own: Own) -> Self {
        let left = own.rotation_due_at.saturating_since(own.now);
        Self {
            key: KeyView::of(&own.key.value, own.now),
            organization: OrganizationName {
                id: own.organization.id().to_string(),
                name: own.organization.name().to_string(),
            },
            rotation_due_at: own.rotation_due_at.to_string(),
            rotation_due_in_days: left.as_secs() / SECONDS_PER_DAY,
        }
    }
}

/// Look at the key that is presented
///
/// Needs no scope: a key may know itself, what it may do, and when it should be rotated.
#[utoipa::path(
    get, path = "/api/v1/self", tag = "Self", operation_id = "findSelf",
    responses((status = 200, description = "The key", body = OwnView)),
)]
pub(crate) async fn find(call: Call<Known>) -> Result<HttpResponse, Problem> {
    let own = own::own(&call.state.env, &call.caller).await?;
    Ok(HttpResponse::Ok().json(OwnView::from(own)))
}
