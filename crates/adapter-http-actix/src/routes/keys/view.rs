//! A key as the API shows it: everything but the secret.

use aiia_keys_domain::{Key, SourceAddresses, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use crate::routes::rate_limit::RateLimitView;

/// A key. Its secret is shown once, when it is made, and never again.
#[derive(Serialize, ToSchema)]
#[schema(as = Key)]
pub(crate) struct KeyView {
    /// Names the key; not secret.
    #[schema(format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090a")]
    id: String,
    /// What people call it.
    #[schema(example = "ServiceNow Integration Key")]
    label: String,
    /// `•••••` and the last four characters of the key.
    #[schema(example = "•••••f3Ka")]
    mask: String,
    /// What it may do.
    #[schema(example = json!(["read:findings", "write:evidence"]))]
    scopes: Vec<String>,
    /// The addresses that it may be used from; `null` is anywhere.
    #[schema(example = json!(["203.0.113.0/24"]))]
    allowed_cidrs: Option<Vec<String>>,
    /// How often it may be used, if that is its own; `null` is as the organization's policy has it.
    rate_limit: Option<RateLimitView>,
    /// What it is now.
    #[schema(value_type = KeyStatus)]
    status: &'static str,
    /// When it was made.
    #[schema(format = DateTime, example = "2026-01-31T12:00:00Z")]
    created_at: String,
    /// Who made it: `member:<id>`, `key:<id>`, `operator` or `system`.
    #[schema(example = "member:01890a5d-ac96-774b-bcce-b302099a8057")]
    created_by: String,
    /// It is accepted up to, not including, this instant.
    #[schema(format = DateTime, example = "2026-05-01T12:00:00Z")]
    expires_at: String,
    /// The key that it replaced by rotation.
    #[schema(format = "uuid")]
    predecessor: Option<String>,
    /// The key that replaced it by rotation.
    #[schema(format = "uuid")]
    successor: Option<String>,
    /// How it was ended, if it was.
    revocation: Option<RevocationView>,
}

/// How a key was ended.
#[derive(Serialize, ToSchema)]
#[schema(as = Revocation)]
pub(crate) struct RevocationView {
    /// When.
    #[schema(format = DateTime, example = "2026-02-01T08:30:00Z")]
    at: String,
    /// By whom.
    #[schema(example = "operator")]
    by: String,
    /// Why, if they said so.
    #[schema(example = "found in a public repository")]
    reason: Option<String>,
}

/// What a key is at a given time.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(crate) enum KeyStatus {
    /// It is accepted.
    Active,
    /// Its time is over.
    Expired,
    /// It was ended, for good.
    Revoked,
}

impl KeyView {
    /// The key as it is at `now`.
    pub(crate) fn of(key: &Key, now: Timestamp) -> Self {
        let data = key.data();
        Self {
            id: data.id.to_string(),
            label: data.label.to_string(),
            mask: data.mask.to_string(),
            scopes: data
                .scopes
                .as_set()
                .iter()
                .map(ToString::to_string)
                .collect(),
            allowed_cidrs: cidrs(&data.sources),
            rate_limit: data.rate_limit.map(Into::into),
            status: key.status(now).as_str(),
            created_at: data.created_at.to_string(),
            created_by: data.created_by.to_string(),
            expires_at: data.expires_at.to_string(),
            predecessor: data.predecessor.map(|id| id.to_string()),
            successor: key.successor().map(|id| id.to_string()),
            revocation: key.revocation().map(|revocation| RevocationView {
                at: revocation.at.to_string(),
                by: revocation.by.to_string(),
                reason: revocation.reason.as_ref().map(ToString::to_string),
            }),
        }
    }
}

/// The address blocks of a restriction; none where there is no restriction.
pub(crate) fn cidrs(sources: &SourceAddresses) -> Option<Vec<String>> {
    match sources {
        SourceAddresses::Anywhere => None,
        SourceAddresses::Only(list) => Some(list.iter().map(ToString::to_string).collect()),
    }
}

/// A key that was just made, with its secret; or one that a repeated request made before, without it.
#[derive(Serialize, ToSchema)]
#[schema(as = NewKey)]
pub(crate) struct NewKeyView<'a> {
    /// The key itself. This is the only time that it is shown: `null` in the answer to a repeat.
    #[schema(value_type = Option<String>, required = true, example = "aiia_key_live_… (64 characters)")]
    pub(crate) key: Option<&'a str>,
    #[serde(flatten)]
    pub(crate) data: KeyView,
}
