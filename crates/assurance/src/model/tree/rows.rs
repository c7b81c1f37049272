//! Rows as they are read, one by one.

use std::str::FromStr;

use aiia_keys_ports::Spool;

use super::{
    Column, MAX_TREE_ROWS, Packed, ReadTreeError, RowErrors, RowPlace, RowProblem, Tree, TreeRow,
};

/// A row whose texts are still to be understood.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RawRow<'a> {
    pub(super) code: Option<&'a str>,
    pub(super) kind: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) parent: Option<&'a str>,
}

/// The rows that were read so far, and what was wrong with them.
#[derive(Debug, Default)]
pub(super) struct Rows {
    sound: Packed,
    errors: RowErrors,
    seen: usize,
}

impl Rows {
    /// None, to be kept in a spool with nothing in it.
    pub(super) fn new(spool: Box<dyn Spool>) -> Self {
        Self {
            sound: Packed::new(spool),
            ..Self::default()
        }
    }

    /// Takes a row in. Once one was wrong, the others are only looked at.
    pub(super) fn add(&mut self, at: RowPlace, raw: RawRow<'_>) -> Result<(), ReadTreeError> {
        self.seen += 1;
        if self.seen > MAX_TREE_ROWS {
            return Err(ReadTreeError::TooMany);
        }
        let errors = &mut self.errors;
        let code = required(errors, at, Column::Code, raw.code);
        let kind = required(errors, at, Column::Kind, raw.kind);
        let name = required(errors, at, Column::Name, raw.name);
        let parent = match raw.parent {
            None => Some(None),
            Some(text) => read(errors, at, Column::Parent, text).map(Some),
        };
        if let (Some(code), Some(kind), Some(name), Some(parent)) = (code, kind, name, parent)
            && errors.total == 0
        {
            self.sound.push(&TreeRow {
                at,
                code,
                kind,
                name,
                parent,
            })?;
        }
        Ok(())
    }

    /// The tree, when all rows are good.
    pub(super) fn finish(self) -> Result<Tree, ReadTreeError> {
        if self.errors.total > 0 {
            return Err(ReadTreeError::Rows(self.errors));
        }
        Tree::of(self.sound)
    }
}

fn required<T: FromStr>(
    errors: &mut RowErrors,
    at: RowPlace,
    column: Column,
    text: Option<&str>,
) -> Option<T>
where
    RowProblem: From<T::Err>,
{
    let Some(text) = text else {
        errors.add(at, column, RowProblem::Missing);
        return None;
    };
    read(errors, at, column, text)
}

fn read<T: FromStr>(errors: &mut RowErrors, at: RowPlace, column: Column, text: &str) -> Option<T>
where
    RowProblem: From<T::Err>,
{
    match text.parse() {
        Ok(value) => Some(value),
        Err(error) => {
            errors.add(at, column, RowProblem::from(error));
            None
        }
    }
}
