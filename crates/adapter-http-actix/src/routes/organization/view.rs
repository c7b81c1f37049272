//! An organization as the API shows it.

use aiia_keys_domain::{Organization, OrganizationState, Policy};
use serde::Serialize;
use utoipa::ToSchema;

use crate::routes::rate_limit::RateLimitView;

/// An organization and its rules for its keys.
#[derive(Serialize, ToSchema)]
#[schema(as = Organization)]
pub(crate) struct OrganizationView {
    /// Names it.
    #[schema(format = "uuid", example = "01890a5d-ac96-774b-bcce-b302099a8057")]
    id: String,
    /// What members name when they sign in.
    #[schema(example = "example-audit")]
    slug: String,
    /// What people call it.
    #[schema(example = "Example Audit")]
    name: String,
    /// When it was founded.
    #[schema(format = DateTime, example = "2026-01-31T12:00:00Z")]
    created_at: String,
    /// Since when its keys are refused, if they are.
    #[schema(format = DateTime)]
    suspended_at: Option<String>,
    /// The rules for its keys.
    policy: PolicyView,
}

/// What an organization allows its keys.
#[derive(Serialize, ToSchema)]
#[schema(as = Policy)]
pub(crate) struct PolicyView {
    /// How many days a key may live at most.
    #[schema(minimum = 1, maximum = 3650, example = 366)]
    maximum_lifetime_days: u16,
    /// How many days after it was made a key is due for rotation.
    #[schema(minimum = 1, maximum = 90, example = 90)]
    rotation_period_days: u16,
    /// The scopes that keys may be given at all.
    #[schema(example = json!(["admin:*"]))]
    grantable_scopes: Vec<String>,
    /// How many active keys there may be at once.
    #[schema(example = 1000)]
    maximum_active_keys: u32,
    /// Whether a key must name the addresses that it is used from.
    allowed_cidrs_required: bool,
    /// How often a key may be used that has no limit of its own; `null` is as often as it likes.
    rate_limit: Option<RateLimitView>,
}

impl From<&Organization> for OrganizationView {
    fn from(organization: &Organization) -> Self {
        Self {
            id: organization.id().to_string(),
            slug: organization.slug().to_string(),
            name: organization.name().to_string(),
            created_at: organization.created_at().to_string(),
            suspended_at: match organization.state() {
                OrganizationState::Active => None,
                OrganizationState::Suspended { at } => Some(at.to_string()),
            },
            policy: organization.policy().into(),
        }
    }
}

impl From<&Policy> for PolicyView {
    fn from(policy: &Policy) -> Self {
        Self {
            maximum_lifetime_days: policy.maximum_lifetime.get(),
            rotation_period_days: policy.rotation_period.days().get(),
            grantable_scopes: policy.grantable.iter().map(ToString::to_string).collect(),
            maximum_active_keys: policy.maximum_active_keys,
            allowed_cidrs_required: policy.sources_required,
            rate_limit: policy.rate_limit.map(Into::into),
        }
    }
}
