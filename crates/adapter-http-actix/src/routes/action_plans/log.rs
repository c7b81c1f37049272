//! `GET /api/v1/action-plans/{id}/log`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_assurance::{
    ActionPlanStatus, Note, RemediationLogEntry,
    action_plan::read_log::{self, Query},
};
use aiia_keys_domain::{Actor, Timestamp};
use aiia_keys_ports::PageLimit;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    call::Call,
    cursor::LogSequence,
    page::{self, Next},
    path::ActionPlanPath,
    permission::ReadFindings,
    problem::{Document, Problem},
    query::{FromQuery, Parameters},
    text::Text,
};

/// One move of an action plan.
#[derive(Serialize, ToSchema)]
#[schema(as = RemediationLogEntry)]
pub(crate) struct EntryView<'a> {
    /// Its place in the plan's log: 1, 2, 3 and so on, without a gap.
    #[schema(example = 2)]
    sequence: u32,
    /// When it happened.
    #[schema(value_type = String, format = DateTime, example = "2026-02-16T12:00:00Z")]
    at: Text<Timestamp>,
    /// Who did it: `member:<id>`, `key:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "key:01890a5d-ac96-774b-bcce-b302099a8057")]
    by: Text<&'a Actor>,
    /// The status that the plan left; `null` when it was new.
    #[schema(value_type = Option<super::view::ActionPlanStatus>, example = "planned")]
    from: Option<&'static str>,
    /// The status that the plan got.
    #[schema(value_type = super::view::ActionPlanStatus, example = "in_progress")]
    to: &'static str,
    /// What was remarked.
    #[schema(example = "The workflow is being configured.")]
    note: Option<&'a str>,
}

impl<'a> From<&'a RemediationLogEntry> for EntryView<'a> {
    fn from(entry: &'a RemediationLogEntry) -> Self {
        Self {
            sequence: entry.sequence,
            at: Text(entry.at),
            by: Text(&entry.by),
            from: entry.event.from().map(ActionPlanStatus::as_str),
            to: entry.event.to().as_str(),
            note: entry.event.note().map(Note::as_str),
        }
    }
}

/// Which part of the log to read.
pub(crate) struct LogQuery {
    after: u32,
    limit: PageLimit,
}

impl FromQuery for LogQuery {
    const NAMES: &'static [&'static str] = &["limit", "cursor"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self {
            after: page::cursor(parameters)?.map_or(0, |LogSequence(number)| number),
            limit: page::limit(parameters)?,
        })
    }
}

/// Read the log of an action plan
///
/// The remediation tracker: every move, oldest first. Nothing is ever changed or taken out. The next page is in the `Link` header.
#[utoipa::path(
    get, path = "/api/v1/action-plans/{id}/log", tag = "Findings", operation_id = "readActionPlanLog",
    params(
        ("id" = String, Path, format = "uuid", description = "The action plan's id"),
        ("limit" = Option<u32>, Query, description = "At most so many entries; 50 unless given", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "From the Link header of the page before"),
    ),
    responses(
        (status = 200, description = "Entries", body = Vec<EntryView<'static>>, headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last one"))),
        (status = 404, description = "There is no such action plan in the caller's organization", body = Document<'static>, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn log(
    call: Call<ReadFindings, ActionPlanPath, LogQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        query: LogQuery { after, limit },
        input: ActionPlanPath(plan),
        ..
    } = call;
    let query = Query { plan, after, limit };
    let page = read_log::read_log(&state.assurance, &caller, query).await?;
    let mut response = HttpResponse::Ok();
    if let Some(sequence) = page.next {
        response.insert_header(Next::after(&request, &LogSequence(sequence))?);
    }
    let entries = page.items.iter().map(Into::into);
    Ok(response.json(entries.collect::<Vec<EntryView<'_>>>()))
}
