//! `GET /api/v1/keys`

use actix_web::{HttpRequest, HttpResponse};
use aiia_keys_ports::{KeyOrder, KeyPosition, PageRequest};
use aiia_keys_usecases::{
    key::list,
    usage::list::{self as used, Query},
};

use super::used::UsedKeyView;
use crate::{
    call::Call,
    cursor::KeyPlace,
    page::{self, Next},
    permission::ReadKeys,
    problem::Problem,
    query::{FromQuery, Parameters, flag},
};

/// Which keys to list.
pub(crate) struct ListQuery(Query);

/// What the list goes by, and where its page begins.
///
/// # Errors
/// When there is no such order, or the cursor is none of this list in it.
fn sorted(parameters: &Parameters<'_>) -> Result<(KeyOrder, Option<KeyPosition>), Problem> {
    let order = parameters.get("sort", str::parse)?.unwrap_or_default();
    let place: Option<KeyPlace> = page::cursor(parameters)?;
    let after = place.map(|place| place.within(order)).transpose();
    let after = after.map_err(|error| Problem::parameter("cursor", format!("cursor: {error}")))?;
    Ok((order, after))
}

/// The longest text that a label can hold.
const MAX_SEARCH: usize = aiia_keys_domain::Label::MAX_CHARS;

impl FromQuery for ListQuery {
    const NAMES: &'static [&'static str] = &[
        "status",
        "scope",
        "q",
        "rotation_due",
        "usage",
        "sort",
        "limit",
        "cursor",
    ];

    fn from_query(parameters: &Parameters<'_>) -> Result<Self, Problem> {
        let (order, after) = sorted(parameters)?;
        Ok(Self(Query {
            keys: list::Query {
                status: parameters.get("status", str::parse)?,
                allows: parameters.get("scope", str::parse)?,
                label_contains: parameters.get("q", search)?,
                rotation_due: parameters.get("rotation_due", flag)?.unwrap_or(false),
                order,
                page: PageRequest {
                    after,
                    limit: page::limit(parameters)?,
                },
            },
            daily: parameters.get("usage", daily)?.unwrap_or(false),
        }))
    }
}

pub(crate) fn search(text: &str) -> Result<String, String> {
    let found = text.chars().count();
    if found == 0 || found > MAX_SEARCH {
        Err(format!(
            "1 to {MAX_SEARCH} characters of a label are expected, not {found}"
        ))
    } else if text.contains('\0') {
        Err("no label has the character U+0000".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

fn daily(text: &str) -> Result<bool, &'static str> {
    match text {
        "daily" => Ok(true),
        _ => Err("`daily` is expected"),
    }
}

/// List keys
///
/// Newest first unless `sort` says otherwise, masked, with when each was last used. The next page is in the `Link` header.
#[utoipa::path(
    get, path = "/api/v1/keys", tag = "Keys", operation_id = "listKeys",
    params(
        ("status" = Option<super::view::KeyStatus>, Query, description = "Only keys of this status"),
        ("scope" = Option<String>, Query, description = "Only keys that may do this, by a wildcard too", example = "read:findings"),
        ("q" = Option<String>, Query, description = "Only keys whose label contains this text, whatever the case", max_length = 80),
        ("rotation_due" = Option<bool>, Query, description = "Only keys that are due for rotation"),
        ("usage" = Option<String>, Query, description = "`daily`: tells how often each key was used in the last 30 days, day by day", example = "daily"),
        ("sort" = Option<String>, Query, description = "What the list goes by, with `-` in front for the last first; `-created` unless given. Labels go by their characters' numbers, whatever the case of the letters A to Z; a key that was never used comes before all that were", example = "-last_used"),
        ("limit" = Option<u32>, Query, description = "At most so many keys; 50 unless given", minimum = 1, maximum = 100),
        ("cursor" = Option<String>, Query, description = "From the Link header of the page before"),
    ),
    responses(
        (status = 200, description = "Keys", body = Vec<UsedKeyView>, headers(("Link" = String, description = "The next page, `rel=\"next\"`; absent on the last one"))),
    ),
)]
pub(crate) async fn list(
    call: Call<ReadKeys, (), ListQuery>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Call {
        state,
        caller,
        query,
        ..
    } = call;
    let order = query.0.keys.order;
    let page = used::list(&state.env, &caller, query.0).await?;
    let now = state.env.clock.now();
    let keys: Vec<UsedKeyView> = page
        .items
        .into_iter()
        .map(|used| UsedKeyView::of(used, now))
        .collect();
    let mut response = HttpResponse::Ok();
    if let Some(position) = page.next {
        let place = KeyPlace { order, position };
        response.insert_header(Next::after(&request, &place)?);
    }
    Ok(response.json(keys))
}
