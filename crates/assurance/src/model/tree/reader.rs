//! Trees in either form.

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
    /// Reads CSV.
    pub fn csv() -> Self {
        Self::Csv(CsvTreeReader::default())
    }

    /// Reads JSON.
    pub fn json() -> Self {
        Self::Json(JsonTreeReader::default())
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
