//! What a list of keys goes by, as SQL: a column or what stands for one, and then the id.

use aiia_keys_ports::{KeyOrder, KeyOrderBy, KeyOrderValue, KeyPosition};
use diesel::{
    QueryResult,
    data_types::PgTimestamp,
    expression::{
        AppearsOnTable, Expression, SelectableExpression, ValidGrouping,
        expression_types::NotSelectable, is_aggregate,
    },
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

use crate::{convert::instant, tables::api_key};

/// By the characters' numbers, whatever the case of the letters A to Z: it is the same in every
/// database, whatever its locale.
const LABEL: &str = "lower(api_key.label COLLATE \"C\")";

/// By the primary key, a few rows for each key of the tenant.
const LAST_USED: &str = "(SELECT max(u.last_used_at) FROM key_usage u \
     WHERE u.org_id = api_key.org_id AND u.key_id = api_key.id)";

/// What comes before every instant.
const NEVER: &str = "'-infinity'::timestamptz";

/// Writes what a list goes by.
fn push_key(by: KeyOrderBy, pass: &mut AstPass<'_, '_, Pg>) {
    match by {
        KeyOrderBy::Label => pass.push_sql(LABEL),
        KeyOrderBy::Created => pass.push_sql("api_key.created_at"),
        KeyOrderBy::LastUsed => {
            pass.push_sql("coalesce(");
            pass.push_sql(LAST_USED);
            pass.push_sql(", ");
            pass.push_sql(NEVER);
            pass.push_sql(")");
        }
        KeyOrderBy::Expires => pass.push_sql("api_key.expires_at"),
    }
}

/// Which of two keys comes first.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    Ascending,
    Descending,
}

impl Direction {
    pub(super) const fn of(order: KeyOrder) -> Self {
        if order.descending {
            Self::Descending
        } else {
            Self::Ascending
        }
    }
}

/// The clause that puts keys in order.
pub(super) struct Ordered {
    by: KeyOrderBy,
    direction: Direction,
}

impl Ordered {
    pub(super) const fn new(by: KeyOrderBy, direction: Direction) -> Self {
        Self { by, direction }
    }
}

impl QueryFragment<Pg> for Ordered {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let direction = match self.direction {
            Direction::Ascending => " ASC",
            Direction::Descending => " DESC",
        };
        push_key(self.by, &mut pass);
        pass.push_sql(direction);
        pass.push_sql(", api_key.id");
        pass.push_sql(direction);
        Ok(())
    }
}

/// Behind a position: one comparison of rows, as the indices are ordered.
pub(super) struct Behind {
    by: KeyOrderBy,
    value: Value,
    id: Uuid,
    direction: Direction,
}

/// What a position has, as it is bound.
enum Value {
    Label(String),
    At(PgTimestamp),
    Never,
}

impl Behind {
    pub(super) fn new(position: KeyPosition, direction: Direction) -> Self {
        let by = position.value.by();
        let value = match position.value {
            KeyOrderValue::Label(label) => Value::Label(label.as_str().to_owned()),
            KeyOrderValue::Created(at)
            | KeyOrderValue::Expires(at)
            | KeyOrderValue::LastUsed(Some(at)) => Value::At(instant(at)),
            KeyOrderValue::LastUsed(None) => Value::Never,
        };
        Self {
            by,
            value,
            id: *position.id.as_uuid(),
            direction,
        }
    }
}

impl QueryFragment<Pg> for Behind {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql("(");
        push_key(self.by, &mut pass);
        pass.push_sql(match self.direction {
            Direction::Ascending => ", api_key.id) > (",
            Direction::Descending => ", api_key.id) < (",
        });
        match &self.value {
            Value::Label(label) => {
                pass.push_sql("lower(");
                pass.push_bind_param::<Text, _>(label)?;
                pass.push_sql(" COLLATE \"C\")");
            }
            Value::At(at) => pass.push_bind_param::<Timestamptz, _>(at)?,
            Value::Never => pass.push_sql(NEVER),
        }
        pass.push_sql(", ");
        pass.push_bind_param::<SqlUuid, _>(&self.id)?;
        pass.push_sql(")");
        Ok(())
    }
}

/// When a key was last let through, where the order goes by that; nothing where it does not.
pub(super) struct LastUsed {
    told: bool,
}

impl LastUsed {
    pub(super) fn told(by: KeyOrderBy) -> Self {
        Self {
            told: by == KeyOrderBy::LastUsed,
        }
    }
}

impl QueryFragment<Pg> for LastUsed {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        pass.push_sql(if self.told {
            LAST_USED
        } else {
            "NULL::timestamptz"
        });
        Ok(())
    }
}

/// What these are to diesel: expressions about keys, whose text depends on the order.
macro_rules! expression {
    ($($name:ty: $sql_type:ty;)*) => {$(
        impl Expression for $name {
            type SqlType = $sql_type;
        }

        impl ValidGrouping<()> for $name {
            type IsAggregate = is_aggregate::No;
        }

        impl SelectableExpression<api_key::table> for $name {}

        impl AppearsOnTable<api_key::table> for $name {}

        impl QueryId for $name {
            type QueryId = ();

            const HAS_STATIC_QUERY_ID: bool = false;
        }
    )*};
}

expression! {
    Ordered: NotSelectable;
    Behind: Bool;
    LastUsed: Nullable<Timestamptz>;
}
