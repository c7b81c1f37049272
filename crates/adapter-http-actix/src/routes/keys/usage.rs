//! `GET /api/v1/keys/{id}/usage`

use std::time::Duration;

use actix_web::HttpResponse;
use aiia_keys_domain::{Bucket, LastUse, Timestamp, UsageRange, UsageReport, UsedScope};
use aiia_keys_usecases::usage::report;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    call::Call,
    instant::instant,
    path::KeyPath,
    permission::ReadKeys,
    problem::{Document, Problem},
    query::{FromQuery, Parameters},
};

/// Which span, and how finely divided.
pub(crate) struct UsageQuery {
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    bucket: Bucket,
}

impl FromQuery for UsageQuery {
    const NAMES: &'static [&'static str] = &["from", "until", "bucket"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self {
            from: parameters.get("from", instant)?,
            until: parameters.get("until", instant)?,
            bucket: parameters.get("bucket", str::parse)?.unwrap_or_default(),
        })
    }
}

impl UsageQuery {
    /// Up to now unless said otherwise, and from a day or thirty of them before.
    fn range(&self, now: Timestamp) -> Result<UsageRange, Problem> {
        let until = self.until.unwrap_or(now);
        let from = self.from.unwrap_or_else(|| {
            until.saturating_sub(match self.bucket {
                Bucket::Hour => Duration::from_hours(24),
                Bucket::Day => Duration::from_hours(30 * 24),
            })
        });
        UsageRange::new(from, until, self.bucket)
            .map_err(|error| Problem::parameter("from", format!("from: {error}")))
    }
}

/// How a key was used.
#[derive(Serialize, ToSchema)]
#[schema(as = KeyUsage)]
pub(crate) struct UsageView {
    /// The first instant that is counted.
    #[schema(format = DateTime, example = "2026-01-01T00:00:00Z")]
    from: String,
    /// The first instant that is not counted any more.
    #[schema(format = DateTime, example = "2026-01-31T00:00:00Z")]
    until: String,
    /// How finely the series are divided; each begins at `from`.
    #[schema(value_type = UsageBucket, example = "day")]
    bucket: &'static str,
    /// How often the key was let through.
    #[schema(example = 1280)]
    allowed: u64,
    /// How often it was not.
    #[schema(example = 3)]
    denied: u64,
    /// When it was last let through, whenever that was.
    last_use: Option<LastUseView>,
    /// By the scope that was needed; those that were used before the span too.
    scopes: Vec<ScopeUsageView>,
    /// By the reason why the key was not let through.
    denials: Vec<DenialView>,
    /// Scopes that the key holds and was never let through for since it was made: it can be rotated without them.
    #[schema(example = json!(["write:findings"]))]
    unused_scopes: Vec<String>,
}

/// When a key was used, and from where.
#[derive(Serialize, ToSchema)]
#[schema(as = LastUse)]
pub(crate) struct LastUseView {
    /// When.
    #[schema(format = DateTime, example = "2026-01-31T12:00:00Z")]
    pub(crate) at: String,
    /// From which address, as far as it is known.
    #[schema(example = "203.0.113.7")]
    pub(crate) address: Option<String>,
}

impl From<LastUse> for LastUseView {
    fn from(last: LastUse) -> Self {
        Self {
            at: last.at.to_string(),
            address: last.address.map(|address| address.to_string()),
        }
    }
}

/// How a key was used for one scope.
#[derive(Serialize, ToSchema)]
#[schema(as = ScopeUsage)]
pub(crate) struct ScopeUsageView {
    /// The scope that was needed; `other` for all that are not in the catalogue, `null` where any key that is accepted will do.
    #[schema(example = "read:findings")]
    scope: Option<String>,
    /// How often the key was let through.
    #[schema(example = 1280)]
    allowed: u64,
    /// How often it was not.
    #[schema(example = 0)]
    denied: u64,
    /// When it was last let through, whenever that was.
    last_use: Option<LastUseView>,
    /// How often it was let through, bucket by bucket.
    #[schema(example = json!([600, 680]))]
    series: Vec<u64>,
}

/// How often a key was not let through for one reason.
#[derive(Serialize, ToSchema)]
#[schema(as = Denials)]
pub(crate) struct DenialView {
    /// The code of the problem that was answered.
    #[schema(example = "source_not_allowed")]
    reason: &'static str,
    /// How often.
    #[schema(example = 3)]
    count: u64,
    /// How often, bucket by bucket.
    #[schema(example = json!([3, 0]))]
    series: Vec<u64>,
}

/// How finely usage is told.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(crate) enum UsageBucket {
    /// Hour by hour, at most 744 of them.
    Hour,
    /// Day by day in UTC, at most 91 of them.
    Day,
}

impl From<UsageReport> for UsageView {
    fn from(report: UsageReport) -> Self {
        Self {
            from: report.range.from().to_string(),
            until: report.range.until().to_string(),
            bucket: report.range.bucket().as_str(),
            allowed: report.allowed,
            denied: report.denied,
            last_use: report.last_use.map(Into::into),
            scopes: report
                .scopes
                .into_iter()
                .map(|usage| ScopeUsageView {
                    scope: match &usage.scope {
                        UsedScope::Unscoped => None,
                        scope => Some(scope.to_string()),
                    },
                    allowed: usage.allowed,
                    denied: usage.denied,
                    last_use: usage.last_use.map(Into::into),
                    series: usage.series,
                })
                .collect(),
            denials: report
                .denials
                .into_iter()
                .map(|denial| DenialView {
                    reason: denial.reason.as_str(),
                    count: denial.count,
                    series: denial.series,
                })
                .collect(),
            unused_scopes: report.unused.iter().map(ToString::to_string).collect(),
        }
    }
}

/// See how a key is used
///
/// Counts of the last 91 days, hour by hour, and when each scope was last used since the key was made. What happened in the last seconds may not be in it yet.
#[utoipa::path(
    get, path = "/api/v1/keys/{id}/usage", tag = "Keys", operation_id = "findKeyUsage",
    params(
        ("id" = String, Path, format = "uuid", description = "The key's id"),
        ("from" = Option<String>, Query, format = DateTime, description = "From this instant on, rounded down to a whole bucket; 30 days or 24 hours before `until` unless given", example = "2026-01-01T00:00:00Z"),
        ("until" = Option<String>, Query, format = DateTime, description = "Before this instant, rounded up to a whole bucket; now unless given", example = "2026-01-31T00:00:00Z"),
        ("bucket" = Option<UsageBucket>, Query, description = "How finely to divide it; by days unless given"),
    ),
    responses(
        (status = 200, description = "How it is used", body = UsageView),
        (status = 404, description = "There is no such key in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn usage(
    call: Call<ReadKeys, KeyPath, UsageQuery>,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        query,
        input: KeyPath(id),
        ..
    } = call;
    let range = query.range(state.env.clock.now())?;
    let report = report::report(&state.env, &caller, id, range).await?;
    Ok(HttpResponse::Ok().json(UsageView::from(report)))
}
