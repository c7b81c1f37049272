//! A key as it is listed: with when it was last used.

use aiia_keys_domain::{DailyUsage, Timestamp};
use aiia_keys_usecases::usage::UsedKey;
use serde::Serialize;
use utoipa::ToSchema;

use super::{usage::LastUseView, view::KeyView};

/// A key, and how it is used.
#[derive(Serialize, ToSchema)]
#[schema(as = UsedKey)]
pub(crate) struct UsedKeyView {
    #[serde(flatten)]
    key: KeyView,
    /// When it was last let through; `null` when it never was.
    #[schema(format = DateTime, example = "2026-01-31T12:00:00Z")]
    last_used_at: Option<String>,
    /// From which address that was, as far as it is known.
    #[schema(example = "203.0.113.7")]
    last_used_from: Option<String>,
    /// How often it was used in the last 30 days, when asked for with `usage=daily`.
    #[serde(skip_serializing_if = "Option::is_none")]
    daily_usage: Option<DailyView>,
}

/// How often a key was used, day by day in UTC; the last day is today.
#[derive(Serialize, ToSchema)]
#[schema(as = DailyUsage)]
pub(crate) struct DailyView {
    /// The first instant of the first day.
    #[schema(format = DateTime, example = "2026-01-02T00:00:00Z")]
    from: String,
    /// How often it was let through.
    #[schema(min_items = 30, max_items = 30)]
    allowed: Vec<u64>,
    /// How often it was not.
    #[schema(min_items = 30, max_items = 30)]
    denied: Vec<u64>,
}

impl UsedKeyView {
    /// The key as it is at `now`.
    pub(crate) fn of(used: UsedKey, now: Timestamp) -> Self {
        let last = used.last_use.map(LastUseView::from);
        let (last_used_at, last_used_from) =
            last.map_or((None, None), |last| (Some(last.at), last.address));
        Self {
            key: KeyView::of(&used.key.value, now),
            last_used_at,
            last_used_from,
            daily_usage: used.daily.map(Into::into),
        }
    }
}

impl From<DailyUsage> for DailyView {
    fn from(daily: DailyUsage) -> Self {
        Self {
            from: daily.from.first_hour().start().to_string(),
            allowed: daily.allowed,
            denied: daily.denied,
        }
    }
}
