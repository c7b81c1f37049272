//! Which keys to list, as SQL.

use aiia_keys_domain::{Action, Resource, Scope, Status};
use aiia_keys_ports::{KeyFilter, KeyOrder, KeyPosition, PageRequest};
use diesel::{
    pg::Pg,
    prelude::*,
    sql_types::{Bool, Text},
};

use super::{
    order::{Behind, Direction, LastUsed, Ordered},
    row::KeyRow,
};
use crate::{
    convert::{containing, instant},
    tables::api_key,
};

type KeyQuery = diesel::dsl::IntoBoxed<
    'static,
    diesel::dsl::Select<api_key::table, (diesel::dsl::AsSelect<KeyRow, Pg>, LastUsed)>,
    Pg,
>;

/// One key more than the page has, each with its last use where the order goes by that.
pub(super) fn query(
    filter: &KeyFilter,
    order: KeyOrder,
    page: PageRequest<KeyPosition>,
) -> KeyQuery {
    let now = instant(filter.now);
    let mut query = api_key::table
        .select((KeyRow::as_select(), LastUsed::told(order.by)))
        .into_boxed();
    let status = filter
        .rotation_due_since
        .map_or(filter.status, |_| Some(Status::Active));
    match status {
        None => {}
        Some(Status::Active) => {
            query = query
                .filter(api_key::revoked_at.is_null())
                .filter(api_key::expires_at.gt(now));
        }
        Some(Status::Expired) => {
            query = query
                .filter(api_key::revoked_at.is_null())
                .filter(api_key::expires_at.le(now));
        }
        Some(Status::Revoked) => query = query.filter(api_key::revoked_at.is_not_null()),
    }
    if let Some(since) = filter.rotation_due_since {
        query = query
            .filter(api_key::successor_id.is_null())
            .filter(api_key::created_at.le(instant(since)));
        // No key is both active and something else.
        if filter.status.is_some_and(|status| status != Status::Active) {
            query = query.filter(diesel::dsl::sql::<Bool>("false"));
        }
    }
    if let Some(scope) = &filter.allows {
        query = query.filter(api_key::scopes.overlaps_with(covering(scope)));
    }
    if let Some(text) = &filter.label_contains {
        query = if text.contains('\0') {
            // No text in the database has such a character, and it takes none either.
            query.filter(diesel::dsl::sql::<Bool>("false"))
        } else {
            query.filter(Matches::new(
                api_key::label,
                containing(text).into_sql::<Text>(),
            ))
        };
    }
    let direction = Direction::of(order);
    if let Some(position) = page.after {
        query = query.filter(Behind::new(position, direction));
    }
    query
        .order(Ordered::new(order.by, direction))
        .limit(i64::from(page.limit.get()) + 1)
}

/// The scopes that permit what this one does, itself included: what is stored is in normal form,
/// so a key that may do it has one of these.
pub(super) fn covering(scope: &Scope) -> Vec<String> {
    let mut covering = Vec::with_capacity(4);
    for action in Action::ALL {
        for resource in [scope.resource().clone(), Resource::Any] {
            let candidate = Scope::new(action, resource);
            if candidate.covers(scope) {
                covering.push(candidate.to_string());
            }
        }
    }
    covering.dedup();
    covering
}

diesel::infix_operator!(Matches, " ~ ", backend: Pg);
