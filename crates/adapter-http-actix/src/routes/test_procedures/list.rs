//! `GET /api/v1/test-procedures`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_assurance::{EntityId, TestProcedureFilter, test_procedure::list};
use aiia_keys_ports::PageRequest;

use super::view::TestProcedureView;
use crate::{
    call::Call,
    cursor::TestProcedurePosition,
    page::{self, Next},
    path::uuid,
    permission::ReadFindings,
    problem::Problem,
    query::{FromQuery, Parameters},
};

/// Which test procedures to list.
pub(crate) struct ListQuery {
    filter: TestProcedureFilter,
    page: PageRequest,
}

impl FromQuery for ListQuery {
    const NAMES: &'static [&'static str] = &["entity", "limit", "cursor"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self {
            filter: TestProcedureFilter {
                entity: parameters.get("entity", uuid)?.map(EntityId::from_uuid),
            },
            page: PageRequest {
                after: page::cursor(parameters)?.map(|place: TestProcedurePosition| place.0),
                limit: page::limit(parameters)?,
            },
        })
    }
}

/// List test procedures
///
/// Newest first, as an array. The next page is in the `Link` header.
#[utoipa::path(
    get, path = "/api/v1/test-procedures", tag = "Evidence", operation_id = "listTestProcedures",
    params(
        ("entity" = Option<String>, Query, format = "uuid", description = "Only procedures that test this entity, not what lies below it"),
        ("limit" = Option<u32>, Query, description = "At most so many procedures; 50 unless given", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "From the Link header of the page before"),
    ),
    responses(
        (status = 200, description = "Test procedures", body = Vec<TestProcedureView<'static>>, headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last one"))),
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
        response.insert_header(Next::after(
            &request,
            &TestProcedurePosition::from(position),
        )?);
    }
    let procedures = page.items.iter().map(Into::into);
    Ok(response.json(procedures.collect::<Vec<TestProcedureView<'_>>>()))
}
