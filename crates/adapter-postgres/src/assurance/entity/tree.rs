//! The tree under an entity, or all of them, by one query whose rows are fetched in batches.
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
pub(super) const BATCH: usize = 5_000;

/// Down the hierarchy, level by level. A child is one level below its parent, which the table
/// enforces; asked for once more, it ends the recursion even in a table that was tampered with.
const UNDER_ROOT: &str = "
    DECLARE entity_tree NO SCROLL CURSOR FOR
    WITH RECURSIVE tree AS (
        SELECT entity.*, 0::smallint AS depth FROM entity
        WHERE entity.id = $1 AND entity.retired_at IS NULL
        UNION ALL
        SELECT entity.*, (tree.depth + 1)::smallint
        FROM tree JOIN entity ON entity.parent_id = tree.id AND entity.level = tree.level + 1
        WHERE tree.depth < $2
    )
    SELECT * FROM tree LIMIT $3";

/// Every level at once: nothing has to be followed. Nothing lies below what left the universe.
const UNIVERSE: &str = "
    DECLARE entity_tree NO SCROLL CURSOR FOR
    SELECT * FROM entity WHERE level <= $1 AND retired_at IS NULL LIMIT $2";

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
    match extent.root {
        Some(root) => sql_query(UNDER_ROOT)
            .into_boxed()
            .bind::<SqlUuid, _>(*root.as_uuid())
            .bind::<SmallInt, _>(depth)
            .bind::<BigInt, _>(limit),
        None => sql_query(UNIVERSE)
            .into_boxed()
            .bind::<SmallInt, _>(depth)
            .bind::<BigInt, _>(limit),
    }
}
