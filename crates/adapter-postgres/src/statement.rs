//! Statements that `diesel` prepares anew each time unless it is told otherwise.

use diesel::{
    QueryResult,
    pg::Pg,
    query_builder::{AstPass, QueryFragment, QueryId},
};

/// An `UPDATE` whose text is always the same, and that is therefore prepared once for each connection.
///
/// `diesel` never keeps a prepared `UPDATE`, since the columns that one sets may depend on values;
/// without this each of them costs a second round trip. Kept by its text, it is safe here: every
/// use sets a fixed list of columns.
pub(crate) struct Prepared<S>(pub(crate) S);

impl<S: QueryFragment<Pg>> QueryFragment<Pg> for Prepared<S> {
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(pass)
    }

    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl<S> QueryId for Prepared<S> {
    type QueryId = ();

    // By its text, not by its type.
    const HAS_STATIC_QUERY_ID: bool = false;
}
