//! `GET /api/v1/evidence`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_assurance::{EvidenceFilter, TestProcedureId, evidence::list};
use aiia_keys_ports::PageRequest;

use super::view::EvidenceView;
use crate::{
    call::Call,
    cursor::EvidencePosition,
    page::{self, Next},
    path::uuid,
    permission::ReadEvidence,
    problem::Problem,
    query::{FromQuery, Parameters},
};

/// Which evidence to list.
pub(crate) struct ListQuery {
    filter: EvidenceFilter,
    page: PageRequest,
}

impl FromQuery for ListQuery {
    const NAMES: &'static [&'static str] =
        &["test_procedure", "status", "digest", "limit", "cursor"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self {
            filter: EvidenceFilter {
                procedure: parameters
                    .get("test_procedure", uuid)?
                    .map(TestProcedureId::from_uuid),
                attached: parameters.get("status", attached)?,
                digest: parameters.get("digest", str::parse)?,
            },
            page: PageRequest {
                after: page::cursor(parameters)?.map(|place: EvidencePosition| place.0),
                limit: page::limit(parameters)?,
            },
        })
    }
}

fn attached(text: &str) -> Result<bool, &'static str> {
    match text {
        "uploaded" => Ok(false),
        "attached" => Ok(true),
        _ => Err("no such status: `uploaded` or `attached` is expected"),
    }
}

/// List evidence
///
/// Newest first, as an array. The next page is in the `Link` header. For people: no key reads evidence.
#[utoipa::path(
    get, path = "/api/v1/evidence", tag = "Evidence", operation_id = "listEvidence",
    params(
        ("test_procedure" = Option<String>, Query, format = "uuid", description = "Only evidence that supports this test procedure"),
        ("status" = Option<super::view::EvidenceStatus>, Query, description = "Only evidence of this status"),
        ("digest" = Option<String>, Query, description = "Only evidence with this content: its BLAKE3 digest as 64 hexadecimal digits"),
        ("limit" = Option<u32>, Query, description = "At most so many files; 50 unless given", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "From the Link header of the page before"),
    ),
    responses(
        (status = 200, description = "Evidence", body = Vec<EvidenceView<'static>>, headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last one"))),
    ),
)]
pub(crate) async fn list(
    call: Call<ReadEvidence, (), ListQuery>,
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
        response.insert_header(Next::after(&request, &EvidencePosition::from(position))?);
    }
    let evidence = page.items.iter();
    let evidence = evidence.filter_map(|one| EvidenceView::of(&one.value));
    Ok(response.json(evidence.collect::<Vec<_>>()))
}
