//! Pages of lists that are ordered by time and id.

use aiia_keys_ports::Position;
use diesel::{
    QueryResult,
    data_types::PgTimestamp,
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Bool, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::convert::instant;

/// Behind a position, newest first: one comparison of rows, as the index is ordered.
pub(super) struct Behind<At, Id> {
    columns: (At, Id),
    at: PgTimestamp,
    id: Uuid,
}

impl<At, Id> Behind<At, Id> {
    pub(super) const fn new(columns: (At, Id), position: Position) -> Self {
        Self {
            columns,
            at: instant(position.at),
            id: position.id,
        }
    }
}

impl<At, Id> Expression for Behind<At, Id> {
    type SqlType = Bool;
}

impl<At, Id> ValidGrouping<()> for Behind<At, Id> {
    type IsAggregate = is_aggregate::No;
}

impl<At, Id, Table> SelectableExpression<Table> for Behind<At, Id>
where
    At: SelectableExpression<Table>,
    Id: SelectableExpression<Table>,
{
}

impl<At, Id, Table> AppearsOnTable<Table> for Behind<At, Id>
where
    At: AppearsOnTable<Table>,
    Id: AppearsOnTable<Table>,
{
}

impl<At: QueryId, Id: QueryId> QueryId for Behind<At, Id> {
    type QueryId = Behind<At::QueryId, Id::QueryId>;

    const HAS_STATIC_QUERY_ID: bool = At::HAS_STATIC_QUERY_ID && Id::HAS_STATIC_QUERY_ID;
}

impl<At, Id> QueryFragment<Pg> for Behind<At, Id>
where
    At: QueryFragment<Pg>,
    Id: QueryFragment<Pg>,
{
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql("(");
        self.columns.0.walk_ast(pass.reborrow())?;
        pass.push_sql(", ");
        self.columns.1.walk_ast(pass.reborrow())?;
        pass.push_sql(") < (");
        pass.push_bind_param::<Timestamptz, _>(&self.at)?;
        pass.push_sql(", ");
        pass.push_bind_param::<SqlUuid, _>(&self.id)?;
        pass.push_sql(")");
        Ok(())
    }
}
