//! `GET /api/v1/findings`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_assurance::{EntityId, FindingFilter, finding::list};
use aiia_keys_ports::PageRequest;

use super::view::FindingView;
use crate::{
    call::Call,
    cursor::FindingPosition,
    instant::instant,
    page::{self, Next},
    path::uuid,
    permission::ReadFindings,
    problem::Problem,
    query::{FromQuery, Parameters},
};

/// Which findings to list.
pub(crate) struct ListQuery {
    filter: FindingFilter,
    page: PageRequest,
}

impl FromQuery for ListQuery {
    const NAMES: &'static [&'static str] = &[
        "status",
        "severity",
        "entity",
        "updated_since",
        "limit",
        "cursor",
    ];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self {
            filter: FindingFilter {
                status: parameters.get("status", str::parse)?,
                severity: parameters.get("severity", str::parse)?,
                entity: parameters.get("entity", uuid)?.map(EntityId::from_uuid),
                updated_since: parameters.get("updated_since", instant)?,
            },
            page: PageRequest {
                after: page::cursor(parameters)?.map(|place: FindingPosition| place.0),
                limit: page::limit(parameters)?,
            },
        })
    }
}

/// List findings
///
/// Newest first, as an array. The next page is in the `Link` header.
#[utoipa::path(
    get, path = "/api/v1/findings", tag = "Findings", operation_id = "listFindings",
    params(
        ("status" = Option<super::view::FindingStatus>, Query, description = "Only findings of this status"),
        ("severity" = Option<super::view::Severity>, Query, description = "Only findings of this severity"),
        ("entity" = Option<String>, Query, format = "uuid", description = "Only findings about this entity, not about what lies below it"),
        ("updated_since" = Option<String>, Query, format = DateTime, description = "Only findings that were changed at or after this instant", example = "2026-01-31T12:00:00Z"),
        ("limit" = Option<u32>, Query, description = "At most so many findings; 50 unless given", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "From the Link header of the page before"),
    ),
    responses(
        (status = 200, description = "Findings", body = Vec<FindingView<'static>>, headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last one"))),
    ),
)]
pub(crate) async fn list(
    call: Call<ReadFindings, (), ListQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        query: ListQuery { filter, page },
        ..
    } = call;
    let page = list::list(&state.assurance, &caller, filter, page).await?;
    let mut response = HttpResponse::Ok();
    if let Some(position) = page.next {
        response.insert_header(Next::after(&request, &FindingPosition::from(position))?);
    }
    let findings = page.items.iter().map(|finding| (&finding.value).into());
    Ok(response.json(findings.collect::<Vec<FindingView<'_>>>()))
}
