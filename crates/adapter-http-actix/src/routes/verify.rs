//! `POST /api/v1/verify`

use std::net::IpAddr;

use actix_web::HttpResponse;
use aiia_keys_domain::{Outcome, Scope};
use aiia_keys_usecases::introspect::{self, Command, Verdict};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::{
    call::Call,
    json::{Json, required},
    permission::ManageKeys,
    problem::{Document, Problem},
};

/// The key to verify.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Verify)]
pub(crate) struct Body {
    /// The key, as it was presented to the service that asks.
    #[schema(value_type = String, required = true, example = "aiia_key_live_… (64 characters)")]
    key: Option<String>,
    /// A scope that the key must cover.
    #[schema(example = "read:findings")]
    scope: Option<String>,
    /// The address that the key was presented from; a key that is bound to addresses is refused without it.
    #[schema(example = "203.0.113.7")]
    source: Option<String>,
}

impl Body {
    fn command(self) -> Result<Command, Problem> {
        Ok(Command {
            presented: Zeroizing::new(required(self.key, "key")?).into(),
            needed: self.scope.as_deref().map(scope).transpose()?,
            source: self.source.as_deref().map(source).transpose()?,
        })
    }
}

fn scope(text: &str) -> Result<Scope, Problem> {
    text.parse()
        .map_err(|error| Problem::field("scope", format!("scope: {error}")))
}

fn source(text: &str) -> Result<IpAddr, Problem> {
    text.parse().map_err(|_| {
        Problem::field(
            "source",
            "source is not an address: an IPv4 or IPv6 address is expected, such as 203.0.113.7",
        )
    })
}

/// Whether a key is accepted.
#[derive(Serialize, ToSchema)]
#[schema(as = Verdict)]
pub(crate) struct VerdictView {
    /// Whether it is accepted, and covers the scope that was asked for.
    active: bool,
    /// Why it is not: the code of a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "key_expired")]
    reason: Option<&'static str>,
    /// The key's id, when it is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uuid")]
    id: Option<String>,
    /// The organization that it belongs to, when it is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uuid")]
    organization: Option<String>,
    /// What it may do, when it is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<String>>,
    /// It is accepted up to, not including, this instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    expires_at: Option<String>,
}

impl From<Verdict> for VerdictView {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accepted(grant) => Self {
                active: true,
                reason: None,
                id: Some(grant.key.to_string()),
                organization: Some(grant.organization.to_string()),
                scopes: Some(
                    grant
                        .scopes
                        .as_set()
                        .iter()
                        .map(ToString::to_string)
                        .collect(),
                ),
                expires_at: Some(grant.expires_at.to_string()),
            },
            Verdict::Denied(denial) => Self::refused(denial.code()),
            Verdict::OtherEnvironment => Self::refused("wrong_environment"),
            Verdict::Unknown => Self::refused("invalid_key"),
        }
    }
}

impl VerdictView {
    const fn refused(reason: &'static str) -> Self {
        Self {
            active: false,
            reason: Some(reason),
            id: None,
            organization: None,
            scopes: None,
            expires_at: None,
        }
    }
}

/// Verify a key
///
/// For services that are called with keys of the same organization: a key of another one is answered like one that was never issued.
#[utoipa::path(
    post, path = "/api/v1/verify", tag = "Verification", operation_id = "verifyKey",
    request_body = Body,
    responses(
        (status = 200, description = "Whether the key is accepted", body = VerdictView),
        (status = 422, description = "A field cannot be used", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn verify(call: Call<ManageKeys, Json<Body>>) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        input: Json(body),
        ..
    } = call;
    let verdict = introspect::introspect(&state.env, &caller, body.command()?).await?;
    let view = VerdictView::from(verdict);
    let outcome = view.reason.unwrap_or(Outcome::Allowed.as_str());
    state.options.metrics.verified(outcome);
    Ok(HttpResponse::Ok().json(view))
}
