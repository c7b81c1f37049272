//! A whole universe as an organization's own register tells it: a list in which each row names its
//! parent by code.

mod arrange;
mod csv;
mod error;
mod json;
mod rows;

pub use self::{
    csv::CsvTreeReader,
    error::{Column, MAX_ROW_ERRORS, ReadTreeError, RowError, RowErrors, RowPlace, RowProblem},
    json::read_json_tree,
};
use super::{code::EntityCode, entity::Level, kind::EntityKind, text::EntityName};

/// The most rows that a tree may have.
pub const MAX_TREE_ROWS: usize = 100_000;

/// One row of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeRow {
    /// Where it stands in what it was read from.
    pub at: RowPlace,
    /// What the register calls the entity.
    pub code: EntityCode,
    /// What it is.
    pub kind: EntityKind,
    /// What people call it.
    pub name: EntityName,
    /// What it lies under, by code; `None` at the top.
    pub parent: Option<EntityCode>,
}

/// Rows that are a universe: codes are unique, parents are there, nothing lies below itself or too
/// deep. Parents come before what lies below them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    branches: Vec<Branch>,
}

/// A row that has its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Branch {
    pub(super) row: TreeRow,
    /// The place of its parent in the tree.
    pub(super) parent: Option<usize>,
    pub(super) level: Level,
}

impl Tree {
    /// Arranges rows as a tree.
    ///
    /// # Errors
    /// When there is no row or there are too many, a code repeats, a parent is not there, or rows
    /// lie in a circle or too deep: all of them are refused then, and the rows at fault are told.
    pub fn new(rows: Vec<TreeRow>) -> Result<Self, ReadTreeError> {
        if rows.is_empty() {
            return Err(ReadTreeError::Empty);
        }
        if rows.len() > MAX_TREE_ROWS {
            return Err(ReadTreeError::TooMany);
        }
        let branches = arrange::arrange(rows)?;
        Ok(Self { branches })
    }

    /// How many entities it has.
    pub const fn len(&self) -> usize {
        self.branches.len()
    }

    /// Whether it has none, which no tree has.
    pub const fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }

    pub(super) fn branches(&self) -> &[Branch] {
        &self.branches
    }
}

#[cfg(test)]
mod tests;
