//! The tree under an entity, or all of them, in one query.

use aiia_keys_assurance::{Level, TreeExtent};
use diesel::{
    pg::Pg,
    query_builder::{BoxedSqlQuery, SqlQuery},
    sql_query,
    sql_types::{BigInt, SmallInt, Uuid as SqlUuid},
};

/// Down the hierarchy, level by level. A child is one level below its parent, which the table
/// enforces; asked for once more, it ends the recursion even in a table that was tampered with.
const UNDER_ROOT: &str = "
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
const UNIVERSE: &str = "SELECT * FROM entity WHERE level <= $1 AND retired_at IS NULL LIMIT $2";

pub(super) fn query(extent: &TreeExtent) -> BoxedSqlQuery<'static, Pg, SqlQuery> {
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
