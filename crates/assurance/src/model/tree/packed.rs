//! Rows as they are kept: all their texts one after the other, and a few numbers for each.

use super::{MAX_TREE_ROWS, ReadTreeError, RowPlace, TreeRow};
use crate::{EntityCode, EntityKind};

/// What stands between the texts of a row: none of them has it.
const BETWEEN: char = '\n';

/// Rows in the order in which they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Packed {
    /// Of each row its code, its name, and the code of its parent if it has one.
    texts: String,
    rows: Vec<Row>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    at: RowPlace,
    kind: EntityKind,
    /// Where its code ends.
    code: usize,
    /// Where its texts end, and those of the next begin.
    end: usize,
}

/// One of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct PackedRow<'p> {
    pub(super) at: RowPlace,
    pub(super) kind: EntityKind,
    pub(super) code: &'p str,
    pub(super) name: &'p str,
    pub(super) parent: Option<&'p str>,
}

impl Packed {
    /// Takes a row in.
    pub(super) fn push(&mut self, row: &TreeRow) -> Result<(), ReadTreeError> {
        if self.rows.len() == MAX_TREE_ROWS {
            return Err(ReadTreeError::TooMany);
        }
        self.texts.push_str(row.code.as_str());
        let code = self.texts.len();
        self.texts.push(BETWEEN);
        self.texts.push_str(row.name.as_str());
        if let Some(parent) = &row.parent {
            self.texts.push(BETWEEN);
            self.texts.push_str(EntityCode::as_str(parent));
        }
        self.rows.push(Row {
            at: row.at,
            kind: row.kind,
            code,
            end: self.texts.len(),
        });
        Ok(())
    }

    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn get(&self, number: usize) -> Option<PackedRow<'_>> {
        let row = self.rows.get(number)?;
        let start = self.start(number)?;
        let mut texts = self.texts.get(start..row.end)?.split(BETWEEN);
        Some(PackedRow {
            at: row.at,
            kind: row.kind,
            code: texts.next()?,
            name: texts.next()?,
            parent: texts.next(),
        })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = PackedRow<'_>> {
        (0..self.len()).filter_map(|number| self.get(number))
    }

    /// The code of a row; nothing behind the last.
    pub(super) fn code(&self, number: usize) -> &str {
        // It is asked for most often, so nothing is looked for.
        let code = || {
            self.texts
                .get(self.start(number)?..self.rows.get(number)?.code)
        };
        code().unwrap_or_default()
    }

    fn start(&self, number: usize) -> Option<usize> {
        match number.checked_sub(1) {
            Some(before) => self.rows.get(before).map(|row| row.end),
            None => Some(0),
        }
    }
}
