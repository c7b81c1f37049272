//! `GET /api/v1/action-plans`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_assurance::{ActionPlanFilter, FindingId, action_plan::list};
use aiia_keys_ports::PageRequest;

use super::view::ActionPlanView;
use crate::{
    call::Call,
    cursor::ActionPlanPosition,
    page::{self, Next},
    path::uuid,
    permission::ReadFindings,
    problem::Problem,
    query::{FromQuery, Parameters},
};

/// Which action plans to list.
pub(crate) struct ListQuery {
    filter: ActionPlanFilter,
    page: PageRequest,
}

impl FromQuery for ListQuery {
    const NAMES: &'static [&'static str] = &["finding", "status", "due_before", "limit", "cursor"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self {
            filter: ActionPlanFilter {
                finding: parameters.get("finding", uuid)?.map(FindingId::from_uuid),
                status: parameters.get("status", str::parse)?,
                due_before: parameters.get("due_before", str::parse)?,
            },
            page: PageRequest {
                after: page::cursor(parameters)?.map(|place: ActionPlanPosition| place.0),
                limit: page::limit(parameters)?,
            },
        })
    }
}

/// List action plans
///
/// Newest first. The next page is in the `Link` header.
#[utoipa::path(
    get, path = "/api/v1/action-plans", tag = "Findings", operation_id = "listActionPlans",
    params(
        ("finding" = Option<String>, Query, format = "uuid", description = "Only plans of this finding"),
        ("status" = Option<super::view::ActionPlanStatus>, Query, description = "Only plans of this status"),
        ("due_before" = Option<String>, Query, format = Date, description = "Only plans that are due before this day", example = "2026-03-31"),
        ("limit" = Option<u32>, Query, description = "At most so many plans; 50 unless given", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "From the Link header of the page before"),
    ),
    responses(
        (status = 200, description = "Action plans", body = Vec<ActionPlanView<'static>>, headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last one"))),
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
        response.insert_header(Next::after(&request, &ActionPlanPosition::from(position))?);
    }
    let now = state.assurance.clock.now();
    let plans = page.items.iter();
    let plans = plans.map(|plan| ActionPlanView::of(&plan.value, now));
    Ok(response.json(plans.collect::<Vec<_>>()))
}
