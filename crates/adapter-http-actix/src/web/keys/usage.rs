//! How a key is used.

use aiia_keys_domain::{
    DailyUsage, DenialReason, DenialUsage, LastUse, ScopeUsage, Timestamp, UsageReport, UsedScope,
};
use maud::{Markup, html};

use crate::web::{components::chart, when};

/// When a key was last used, and how often in the last days, in a cell.
pub(super) fn brief(now: Timestamp, last: Option<LastUse>, daily: Option<&DailyUsage>) -> Markup {
    html! {
        div {
            @if let Some(last) = last { (when::ago(now, last.at)) } @else { span.soft { "Never" } }
            @if let Some(daily) = daily {
                @let total: u64 = daily.allowed.iter().sum();
                @if total > 0 { div.recent { (chart::columns(&daily.allowed, "fill", &times(total))) } }
            }
        }
    }
}

/// Everything about the use of a key in the last 30 days.
pub(super) fn report(now: Timestamp, report: &UsageReport, rotate: Option<&str>) -> Markup {
    html! {
        @if report.allowed == 0 && report.denied == 0 {
            p.soft { "Not used in the last 30 days." }
        }
        @if !report.unused.is_empty() && report.last_use.is_some() {
            p.sentence {
                "This key never used "
                @for (index, scope) in report.unused.iter().enumerate() {
                    @if index > 0 { ", " }
                    code { (scope) }
                }
                @if let Some(rotate) = rotate { ": " a href=(rotate) data-dialog { "rotate it without" } } "."
            }
        }
        @if !report.scopes.is_empty() {
            div.stack { table {
                caption.hidden-text { "Uses by scope in the last 30 days" }
                thead { tr { @for name in ["Scope", "Uses", "Denied", "Last used", "Last 30 days"] { th scope="col" { (name) } } } }
                tbody { @for scope in &report.scopes { (scope_row(now, scope)) } }
            } }
        }
        @if !report.denials.is_empty() {
            h3 { "Denied attempts" }
            div.stack { table {
                caption.hidden-text { "Denied attempts in the last 30 days, by reason" }
                thead { tr { @for name in ["Reason", "Attempts", "Last 30 days"] { th scope="col" { (name) } } } }
                tbody { @for denial in &report.denials { (denial_row(denial)) } }
            } }
        }
    }
}

fn scope_row(now: Timestamp, usage: &ScopeUsage) -> Markup {
    html! {
        tr {
            th scope="row" { (scope(&usage.scope)) }
            td.number data-column="Uses" { (usage.allowed) }
            td.number data-column="Denied" { (usage.denied) }
            td data-column="Last used" { @if let Some(last) = usage.last_use { (when::ago(now, last.at)) } @else { span.soft { "Never" } } }
            td data-column="Last 30 days" { (chart::columns(&usage.series, "fill", &times(usage.series.iter().sum()))) }
        }
    }
}

fn denial_row(denial: &DenialUsage) -> Markup {
    html! {
        tr {
            th scope="row" { (reason(denial.reason)) }
            td.number data-column="Attempts" { (denial.count) }
            td data-column="Last 30 days" { (chart::columns(&denial.series, "denied", &format!("{} attempts in the last 30 days", denial.count))) }
        }
    }
}

fn scope(scope: &UsedScope) -> Markup {
    match scope {
        UsedScope::Named(scope) => html! { code { (scope) } },
        UsedScope::Other => html! { "another scope" },
        UsedScope::Unscoped => html! { "no scope needed" },
    }
}

fn reason(reason: DenialReason) -> &'static str {
    match reason {
        DenialReason::Revoked => "The key was revoked",
        DenialReason::Expired => "The key had expired",
        DenialReason::OrganizationSuspended => "The organization was suspended",
        DenialReason::SourceNotAllowed => "The address was not allowed",
        DenialReason::InsufficientScope => "The key lacked the scope",
        DenialReason::RateLimited => "The key was used too often",
    }
}

fn times(count: u64) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} use{plural} in the last 30 days")
}
