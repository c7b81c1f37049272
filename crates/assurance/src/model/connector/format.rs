//! How a source writes a universe.

use std::str::FromStr;

use aiia_keys_ports::Spool;

use super::{
    fetch::{FetchFailure, Fetched},
    run::{RowFault, RunFailure},
};
use crate::{ReadTreeError, Tree, TreeReader};

/// How a source writes a universe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceFormat {
    /// As JSON, whatever the source says that it is.
    Json,
    /// As CSV, whatever the source says that it is.
    Csv,
    /// As the source says: `application/json` or `text/csv`.
    Declared,
}

impl SourceFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::Declared];

    /// `json`, `csv` or `declared`, for storage and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Declared => "declared",
        }
    }

    /// The universe that a source answered with; what it tells is kept in a spool with nothing in it.
    ///
    /// # Errors
    /// When the source does not say what it sent, or it cannot be read, with the rows at fault, or there is
    /// no room for it.
    pub fn read(self, fetched: &Fetched, spool: Box<dyn Spool>) -> Result<Tree, ReadSourceError> {
        let mut reader = match (self, fetched.media_type.as_deref()) {
            (Self::Json, _) | (Self::Declared, Some("application/json")) => TreeReader::json(spool),
            (Self::Csv, _) | (Self::Declared, Some("text/csv")) => TreeReader::csv(spool),
            (Self::Declared, _) => return Err(ReadSourceError::MediaType),
        };
        reader.push(&fetched.body)?;
        Ok(reader.finish()?)
    }
}

impl FromStr for SourceFormat {
    type Err = UnknownSourceFormat;

    fn from_str(text: &str) -> Result<Self, UnknownSourceFormat> {
        let mut all = Self::ALL.into_iter();
        all.find(|format| format.as_str() == text)
            .ok_or(UnknownSourceFormat)
    }
}

/// A text names no format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such format: `json`, `csv` or `declared` is expected")]
pub struct UnknownSourceFormat;

/// What a source answered is no universe.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadSourceError {
    /// The source does not say that it is one of the two forms that are read.
    #[error(
        "the source does not say that it sends application/json or text/csv: name the connector's format, json or csv"
    )]
    MediaType,
    /// It cannot be read.
    #[error(transparent)]
    Tree(#[from] ReadTreeError),
}

impl From<&FetchFailure> for RunFailure {
    fn from(failure: &FetchFailure) -> Self {
        Self::new(failure.code(), failure)
    }
}

impl From<&ReadSourceError> for RunFailure {
    fn from(error: &ReadSourceError) -> Self {
        let (code, rows) = match error {
            ReadSourceError::MediaType => ("source_media_type", &[][..]),
            ReadSourceError::Tree(ReadTreeError::Rows(rows)) => {
                ("source_unreadable", rows.errors.as_slice())
            }
            ReadSourceError::Tree(_) => ("source_unreadable", &[][..]),
        };
        Self {
            rows: rows.iter().map(RowFault::from).collect(),
            ..Self::new(code, error)
        }
    }
}

#[cfg(test)]
mod tests {
    use aiia_keys_ports::{MemorySpools, Spools as _};

    use super::*;
    use crate::{Column, RowPlace};

    const CSV: &str = "code,kind,name,parent\nGRP,legal_entity,Group,\n";
    const JSON: &str =
        r#"{"entities": [{"code": "GRP", "kind": "legal_entity", "name": "Group"}]}"#;

    fn read(
        format: SourceFormat,
        media_type: Option<&str>,
        body: &str,
    ) -> Result<usize, ReadSourceError> {
        let fetched = Fetched {
            media_type: media_type.map(str::to_owned),
            body: body.into(),
        };
        format
            .read(&fetched, MemorySpools.open())
            .map(|tree| tree.len())
    }

    #[test]
    fn a_format_that_is_named_counts_more_than_what_the_source_says() {
        for said in [
            None,
            Some("text/plain"),
            Some("application/json"),
            Some("text/csv"),
        ] {
            assert_eq!(read(SourceFormat::Csv, said, CSV), Ok(1));
            assert_eq!(read(SourceFormat::Json, said, JSON), Ok(1));
        }
    }

    #[test]
    fn otherwise_the_source_has_to_say_one_of_the_two() {
        let declared = |said, body| read(SourceFormat::Declared, said, body);
        assert_eq!(declared(Some("text/csv"), CSV), Ok(1));
        assert_eq!(declared(Some("application/json"), JSON), Ok(1));
        for said in [None, Some("text/html"), Some("application/octet-stream")] {
            assert_eq!(declared(said, CSV), Err(ReadSourceError::MediaType));
        }
    }

    #[test]
    fn what_cannot_be_read_fails_a_run_with_row_and_column() {
        let wrong = format!("{CSV}FIN,planet,Finance,GRP\n");
        let error = read(SourceFormat::Csv, None, &wrong).unwrap_err();
        let failure = RunFailure::from(&error);
        assert_eq!(failure.code, "source_unreadable");
        let [row] = failure.rows.as_slice() else {
            panic!("{failure:?}");
        };
        assert_eq!((row.at, row.column), (RowPlace::Line(3), Column::Kind));
        let detail = failure.detail;
        assert!(
            detail.contains("line 3") && detail.contains("kind"),
            "{detail}"
        );
        let failure = RunFailure::from(&FetchFailure::Encoded);
        assert_eq!(failure.code, "source_encoded");
    }

    #[test]
    fn formats_go_by_their_names() {
        for format in SourceFormat::ALL {
            assert_eq!(format.as_str().parse(), Ok(format));
        }
        assert_eq!("xml".parse::<SourceFormat>(), Err(UnknownSourceFormat));
    }
}
