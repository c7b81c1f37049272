//! Trees in either form.

use aiia_keys_ports::Spool;

use super::{CsvTreeReader, JsonTreeReader, ReadTreeError, Tree};

/// Reads a tree in pieces as they arrive, without keeping what it is read from.
#[derive(Debug)]
pub enum TreeReader {
    /// From CSV.
    Csv(CsvTreeReader),
    /// From JSON.
    Json(JsonTreeReader),
}

impl TreeReader {
    /// Reads CSV; what the rows tell is kept in a spool with nothing in it.
    pub fn csv(spool: Box<dyn Spool>) -> Self {
        Self::Csv(CsvTreeReader::new(spool))
    }

    /// Reads JSON; what the rows tell is kept in a spool with nothing in it.
    pub fn json(spool: Box<dyn Spool>) -> Self {
        Self::Json(JsonTreeReader::new(spool))
    }

    /// Reads the next piece.
    ///
    /// # Errors
    /// When it is not of this form, or there are too many rows. Rows at fault are told at the end.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), ReadTreeError> {
        match self {
            Self::Csv(reader) => reader.push(piece),
            Self::Json(reader) => reader.push(piece),
        }
    }

    /// Ends what is read.
    ///
    /// # Errors
    /// When it ends in the middle, or the rows are no tree.
    pub fn finish(self) -> Result<Tree, ReadTreeError> {
        match self {
            Self::Csv(reader) => reader.finish(),
            Self::Json(reader) => reader.finish(),
        }
    }
}
