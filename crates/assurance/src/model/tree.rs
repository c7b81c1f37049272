//! A whole universe as an organization's own register tells it: a list in which each row names its
//! parent by code.

mod arrange;
mod csv;
mod error;
mod json;
mod packed;
mod reader;
mod rows;

use aiia_keys_ports::SpoolError;

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
/// What a large one tells is in a spool, and not in memory: a row takes about 20 bytes there.
#[derive(Debug)]
pub struct Tree {
    rows: Packed,
    places: Places,
}

/// A row that has its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Branch {
    pub(super) row: TreeRow,
    /// The row of its parent.
    pub(super) parent: Option<usize>,
    pub(super) level: Level,
}

impl Tree {
    /// Arranges rows as a tree, in memory.
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

    /// The rows in the order in which they were read.
    pub fn rows(&self) -> impl Iterator<Item = Result<TreeRow, SpoolError>> {
        self.rows.iter()
    }

    /// The rows by number, parents before what lies below them.
    pub(super) fn order(&self) -> impl Iterator<Item = usize> + Send {
        self.places.order()
    }

    /// One row.
    pub(super) fn branch(&self, row: usize) -> Result<Branch, SpoolError> {
        Ok(Branch {
            row: self.rows.get(row)?,
            parent: self.places.parent(row),
            level: self.places.level(row).unwrap_or(Level::ROOT),
        })
    }

    /// The row with a code.
    pub(super) fn find(&self, code: &str) -> Result<Option<usize>, SpoolError> {
        self.places.find(&self.rows, code)
    }
}

#[cfg(test)]
mod tests;
