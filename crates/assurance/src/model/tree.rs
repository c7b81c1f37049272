//! A whole universe as an organization's own register tells it: a list in which each row names its
//! parent by code.

mod arrange;
mod csv;
mod error;
mod json;
mod packed;
mod reader;
mod rows;

use self::{arrange::Places, packed::Packed};
pub use self::{
    csv::CsvTreeReader,
    error::{Column, MAX_ROW_ERRORS, ReadTreeError, RowError, RowErrors, RowPlace, RowProblem},
    json::JsonTreeReader,
    reader::TreeReader,
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
/// deep.
///
/// A large one is the most that a synchronization keeps in memory, so its rows are packed: each takes
/// its texts and about 75 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    rows: Packed,
    places: Places,
}

/// A row that has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Branch<'t> {
    pub(super) code: &'t str,
    pub(super) kind: EntityKind,
    pub(super) name: &'t str,
    /// The row of its parent.
    pub(super) parent: Option<usize>,
    pub(super) level: Level,
}

impl Tree {
    /// Arranges rows as a tree.
    ///
    /// # Errors
    /// When there is no row or there are too many, a code repeats, a parent is not there, or rows
    /// lie in a circle or too deep: all of them are refused then, and the rows at fault are told.
    pub fn new(rows: impl IntoIterator<Item = TreeRow>) -> Result<Self, ReadTreeError> {
        let mut packed = Packed::default();
        for row in rows {
            packed.push(&row)?;
        }
        Self::of(packed)
    }

    fn of(rows: Packed) -> Result<Self, ReadTreeError> {
        if rows.len() == 0 {
            return Err(ReadTreeError::Empty);
        }
        let places = arrange::arrange(&rows)?;
        Ok(Self { rows, places })
    }

    /// How many entities it has.
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has none, which no tree has.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows by number, parents before what lies below them.
    pub(super) fn order(&self) -> &[usize] {
        &self.places.order
    }

    /// One row.
    pub(super) fn branch(&self, row: usize) -> Option<Branch<'_>> {
        let found = self.rows.get(row)?;
        Some(Branch {
            code: found.code,
            kind: found.kind,
            name: found.name,
            parent: *self.places.parents.get(row)?,
            level: *self.places.levels.get(row)?,
        })
    }

    /// The row with a code.
    pub(super) fn find(&self, code: &str) -> Option<usize> {
        arrange::find(&self.rows, &self.places.by_code, code)
    }
}

#[cfg(test)]
mod tests;
