//! `GET /api/v1/connectors`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_assurance::connector::list;
use aiia_keys_ports::PageRequest;

use super::view::ConnectorView;
use crate::{
    call::Call,
    cursor::ConnectorPosition,
    page::{self, Next},
    permission::Sync,
    problem::Problem,
    query::{FromQuery, Parameters},
};

/// Which page to list.
pub(crate) struct ListQuery(PageRequest);

impl FromQuery for ListQuery {
    const NAMES: &'static [&'static str] = &["limit", "cursor"];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        Ok(Self(PageRequest {
            after: page::cursor(parameters)?.map(|place: ConnectorPosition| place.0),
            limit: page::limit(parameters)?,
        }))
    }
}

/// List connectors
///
/// Newest first, as an array. The next page is in the `Link` header.
#[utoipa::path(
    get, path = "/api/v1/connectors", tag = "Synchronization", operation_id = "listConnectors",
    params(
        ("limit" = Option<u32>, Query, description = "At most so many connectors; 50 unless given", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "From the Link header of the page before"),
    ),
    responses(
        (status = 200, description = "Connectors", body = Vec<ConnectorView<'static>>, headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last one"))),
    ),
)]
pub(crate) async fn list(
    call: Call<Sync, (), ListQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        query: ListQuery(page),
        ..
    } = call;
    let page = list::list(&state.assurance, &caller, page).await?;
    let mut response = HttpResponse::Ok();
    if let Some(position) = page.next {
        response.insert_header(Next::after(&request, &ConnectorPosition::from(position))?);
    }
    let connectors = page.items.iter();
    let views = connectors.map(|connector| ConnectorView::from(&connector.value));
    Ok(response.json(views.collect::<Vec<_>>()))
}
