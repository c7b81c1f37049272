//! `PATCH /api/v1/organization`

use actix_web::HttpResponse;
use aiia_keys_domain::{Days, InvalidScopeSet, RotationPeriod, ScopeSet};
use aiia_keys_usecases::organization::change_policy::{self, Change, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::view::OrganizationView;
use crate::{
    call::Call,
    etag::{IfMatch, etag},
    json::{Integer, Json, Object, present},
    permission::ManagePolicy,
    problem::{Document, Problem},
    routes::rate_limit::{self, RateLimitBody, SettableRateLimit, settable},
};

/// What to change about the organization.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UpdateOrganization)]
pub(crate) struct Body {
    /// Other rules for its keys.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = PolicyBody, required = false, nullable = false)]
    policy: Option<Object<PolicyBody>>,
}

/// Rules to set; what is left out stays as it is.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = UpdatePolicy, example = json!({"maximum_lifetime_days": 180}))]
pub(crate) struct PolicyBody {
    /// How many days a key may live at most.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = u16, required = false, minimum = 1, maximum = 3650)]
    maximum_lifetime_days: Option<Integer<u16>>,
    /// How many days after it was made a key is due for rotation.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = u16, required = false, minimum = 1, maximum = 90)]
    rotation_period_days: Option<Integer<u16>>,
    /// The scopes that keys may be given at all.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Vec<String>, required = false)]
    grantable_scopes: Option<Vec<String>>,
    /// How many active keys there may be at once.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = u32, required = false)]
    maximum_active_keys: Option<Integer<u32>>,
    /// Whether a key must name the addresses that it is used from.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = bool, required = false)]
    allowed_cidrs_required: Option<bool>,
    /// How often a key may be used that has no limit of its own; `null` is as often as it likes.
    #[serde(default, deserialize_with = "settable")]
    #[schema(value_type = Option<RateLimitBody>, required = false)]
    rate_limit: SettableRateLimit,
}

impl TryFrom<PolicyBody> for Change {
    type Error = Problem;

    fn try_from(body: PolicyBody) -> Result<Self, Problem> {
        Ok(Self {
            maximum_lifetime: body
                .maximum_lifetime_days
                .map(|Integer(days)| self::days("policy.maximum_lifetime_days", days))
                .transpose()?,
            rotation_period: body
                .rotation_period_days
                .map(|Integer(days)| rotation_period(days))
                .transpose()?,
            grantable: body
                .grantable_scopes
                .as_deref()
                .map(grantable)
                .transpose()?,
            maximum_active_keys: body.maximum_active_keys.map(|Integer(most)| most),
            sources_required: body.allowed_cidrs_required,
            rate_limit: rate_limit::read(body.rate_limit, "policy.rate_limit")?,
        })
    }
}

fn days(field: &'static str, days: u16) -> Result<Days, Problem> {
    Days::new(days).map_err(|error| Problem::field(field, error))
}

fn rotation_period(number: u16) -> Result<RotationPeriod, Problem> {
    const FIELD: &str = "policy.rotation_period_days";
    RotationPeriod::new(days(FIELD, number)?).map_err(|error| Problem::field(FIELD, error))
}

fn grantable(texts: &[String]) -> Result<ScopeSet, Problem> {
    const FIELD: &str = "policy.grantable_scopes";
    ScopeSet::parse_all(texts).map_err(|error| match error {
        InvalidScopeSet::Scope { index, error } => {
            Problem::field(format!("{FIELD}[{index}]"), error)
        }
        InvalidScopeSet::TooMany => Problem::field(FIELD, error),
    })
}

/// Change the organization's policy
///
/// The rules bind keys that are made from then on; the rate limit, every key that has none of its own. Only people can do this, never a key.
#[utoipa::path(
    patch, path = "/api/v1/organization", tag = "Organization", operation_id = "updateOrganization",
    params(("If-Match" = Option<String>, Header, description = "The ETag that the caller read: nothing is changed when it is another one by now", example = "\"3\"")),
    request_body = Body,
    responses(
        (status = 200, description = "The organization as it is now", body = OrganizationView, headers(("ETag" = String, description = "The version of the organization"))),
        (status = 412, description = "It was changed in the meantime", body = Document<'static>, content_type = "application/problem+json"),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn update(
    call: Call<ManagePolicy, (IfMatch, Json<Body>)>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: (IfMatch(expected), Json(body)),
        ..
    } = call;
    let policy = body.policy.map(|Object(policy)| policy);
    let change = policy.unwrap_or_default().try_into()?;
    let organization =
        change_policy::change_policy(&state.env, &caller, Command { expected, change }).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(organization.version))
        .json(OrganizationView::from(&organization.value)))
}
