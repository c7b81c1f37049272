//! `GET /api/v1/trail`

use std::collections::BTreeMap;

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_domain::{InvalidId, KeyId, Subject, TrailEntry};
use aiia_keys_ports::TrailFilter;
use aiia_keys_usecases::trail::list::{self, Query};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    call::Call,
    cursor::Sequence,
    instant::instant,
    page::{self, Next},
    path::uuid,
    permission::ReadTrail,
    problem::Problem,
    query::{FromQuery, Parameters},
};

/// One entry of the audit trail.
#[derive(Serialize, ToSchema)]
#[schema(as = TrailEntry)]
pub(crate) struct EntryView {
    /// Its place in the organization's trail: 1, 2, 3 and so on, without a gap.
    #[schema(example = 17)]
    sequence: u64,
    /// When it happened.
    #[schema(format = DateTime, example = "2026-01-31T12:00:00Z")]
    at: String,
    /// Who did it: `member:<id>`, `key:<id>`, `operator` or `system`.
    #[schema(example = "key:018bcfe5-687b-7102-8304-05060708090a")]
    actor: String,
    /// What was done.
    #[schema(example = "key.revoked")]
    action: String,
    /// What it was done to: `organization`, `key:<id>`, `member:<id>` or `session:<id>`.
    #[schema(example = "key:018bcfe5-687b-7102-8304-05060708090b")]
    subject: String,
    /// What else is to be known, by name.
    details: BTreeMap<String, String>,
    /// The request that caused it.
    request_id: Option<String>,
    /// The hash of the entry before it, in hexadecimal digits.
    previous: String,
    /// Its own hash, in hexadecimal digits.
    hash: String,
}

impl From<&TrailEntry> for EntryView {
    fn from(entry: &TrailEntry) -> Self {
        let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        Self {
            sequence: entry.sequence(),
            at: entry.at().to_string(),
            actor: entry.actor().to_string(),
            action: entry.action().to_string(),
            subject: entry.subject().to_string(),
            details: entry.details().iter().map(own).collect(),
            request_id: entry.request_id().map(ToString::to_string),
            previous: entry.previous().to_string(),
            hash: entry.hash().to_string(),
        }
    }
}

/// Which entries to list.
pub(crate) struct TrailQuery(Query);

impl FromQuery for TrailQuery {
    const NAMES: &'static [&'static str] =
        &["key", "actor", "action", "from", "until", "limit", "cursor"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self(Query {
            filter: TrailFilter {
                subject: parameters.get("key", about_key)?,
                actor: parameters.get("actor", str::parse)?,
                action: parameters.get("action", str::parse)?,
                from: parameters.get("from", instant)?,
                until: parameters.get("until", instant)?,
            },
            before: page::cursor(parameters)?.map(|Sequence(number)| number),
            limit: page::limit(parameters)?,
        }))
    }
}

fn about_key(text: &str) -> Result<Subject, InvalidId> {
    uuid(text).map(|id| Subject::Key(KeyId::from_uuid(id)))
}

/// List entries of the audit trail
///
/// Newest first. The next page is in the `Link` header.
#[utoipa::path(
    get, path = "/api/v1/trail", tag = "Trail", operation_id = "listTrail",
    params(
        ("key" = Option<String>, Query, format = "uuid", description = "Only entries about this key"),
        ("actor" = Option<String>, Query, description = "Only what this one did: `member:<id>`, `key:<id>`, `operator` or `system`"),
        ("action" = Option<String>, Query, description = "Only entries of this action", example = "key.revoked"),
        ("from" = Option<String>, Query, format = DateTime, description = "Only entries from this instant on"),
        ("until" = Option<String>, Query, format = DateTime, description = "Only entries before this instant"),
        ("limit" = Option<u32>, Query, description = "At most so many entries; 50 unless given", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "From the Link header of the page before"),
    ),
    responses(
        (status = 200, description = "Entries", body = Vec<EntryView>, headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last one"))),
    ),
)]
pub(crate) async fn list(
    call: Call<ReadTrail, (), TrailQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        query,
        ..
    } = call;
    let page = list::list(&state.env, &caller, query.0).await?;
    let entries: Vec<EntryView> = page.items.iter().map(Into::into).collect();
    let mut response = HttpResponse::Ok();
    if let Some(sequence) = page.next {
        response.insert_header(Next::after(&request, &Sequence(sequence))?);
    }
    Ok(response.json(entries))
}
