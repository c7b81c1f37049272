//! The look-up through `diesel-async`, to show why ours is not.

use diesel::{
    data_types::PgTimestamp,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{Array, Bool, Bytea, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::place::Place;

/// `locate_key`, as a query that stays prepared.
#[derive(QueryId)]
struct Locate(Vec<Vec<u8>>);

type Columns = (
    SqlUuid,
    SqlUuid,
    Array<Text>,
    Nullable<Array<Text>>,
    Timestamptz,
    Bool,
    Bool,
    Integer,
    Bytea,
);

type Row = (
    Uuid,
    Uuid,
    Vec<String>,
    Option<Vec<String>>,
    PgTimestamp,
    bool,
    bool,
    i32,
    Vec<u8>,
);

impl Query for Locate {
    type SqlType = Columns;
}

impl QueryFragment<diesel::pg::Pg> for Locate {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, diesel::pg::Pg>) -> QueryResult<()> {
        pass.push_sql(
            "SELECT org_id, key_id, scopes, sources, expires_at, revoked, suspended, pepper, \
             digest FROM locate_key(",
        );
        pass.push_bind_param::<Array<Bytea>, _>(&self.0)?;
        pass.push_sql(")");
        Ok(())
    }
}

pub(crate) async fn look_up(place: &'static Place, caller: usize, turn: usize) {
    let mut connection = place.diesel[caller].lock().await;
    let query = Locate(vec![place.asked(turn).2.to_vec()]);
    let found: Option<Row> = query.get_result(&mut *connection).await.optional().unwrap();
    assert!(found.is_some());
}
