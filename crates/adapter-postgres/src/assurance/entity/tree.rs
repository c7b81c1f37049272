//! The tree under an entity, or all of them, by one query whose rows are fetched in order and in batches.
//!
//! A statement has its time until its last row is sent. With a hundred thousand rows in one, that
//! time would hang on how fast we read them; in batches, each has its own. The rows are of one
//! moment all the same: the query is run once.

use aiia_keys_assurance::{Level, TreeExtent};
use diesel::{
    pg::Pg,
    query_builder::{BoxedSqlQuery, SqlQuery},
    sql_query,
    sql_types::{BigInt, SmallInt, Uuid as SqlUuid},
};

/// How many entities one statement fetches: few enough for the time that a statement has, and for
/// what is kept of them twice while they are read.
const BATCH: usize = 5_000;

/// Down the hierarchy, level by level, and then in order: the codes from the top down to an entity say
/// where it stands, and the database has a disk to sort them on. Codes go by their bytes, as they do
/// elsewhere. A child is one level below its parent, which the table enforces; asked for once more, it
/// ends the recursion even in a table that was tampered with.
fn down_from(top: &str) -> SqlQuery {
    sql_query(format!(
        "DECLARE entity_tree NO SCROLL CURSOR FOR
        WITH RECURSIVE tree AS (
            SELECT entity.*, 0::smallint AS depth, ARRAY[entity.code COLLATE \"C\"] AS path
            FROM entity WHERE entity.retired_at IS NULL AND {top}
            UNION ALL
            SELECT entity.*, (tree.depth + 1)::smallint, tree.path || (entity.code COLLATE \"C\")
            FROM tree JOIN entity ON entity.parent_id = tree.id AND entity.level = tree.level + 1
            WHERE tree.depth < $1
        )
        SELECT * FROM tree ORDER BY path LIMIT $2"
    ))
}

/// Ends the query.
pub(super) const CLOSE: &str = "CLOSE entity_tree";

/// The next rows.
pub(super) fn fetch() -> SqlQuery {
    sql_query(format!("FETCH {BATCH} FROM entity_tree"))
}

/// Begins the query.
pub(super) fn declare(extent: &TreeExtent) -> BoxedSqlQuery<'static, Pg, SqlQuery> {
    let deepest = Level::DEEPEST.get();
    let depth = i16::from(extent.depth.unwrap_or(deepest).min(deepest));
    let limit = i64::from(extent.limit);
    let bound = |query: SqlQuery| {
        let query = query.into_boxed();
        query.bind::<SmallInt, _>(depth).bind::<BigInt, _>(limit)
    };
    match extent.root {
        Some(root) => bound(down_from("entity.id = $3")).bind::<SqlUuid, _>(*root.as_uuid()),
        None => bound(down_from("entity.parent_id IS NULL")),
    }
}
