//! Trees in CSV (RFC 4180), read as they arrive.

use aiia_keys_ports::Spool;

use super::{
    Column, ReadTreeError, RowPlace, Tree,
    rows::{RawRow, Rows},
};

/// The most bytes of one row: well above what its columns can hold.
const MAX_ROW: usize = 4_096;

/// The mark that some programs begin a UTF-8 file with.
const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

/// Reads a tree from a CSV file in pieces, without keeping the file.
///
/// The first line names the columns `code`, `kind`, `name` and `parent`, in any order. Fields are
/// separated by commas and may stand in double quotes; an empty `parent` is the top. What RFC 4180
/// does not allow, such as a quote in the middle of a field, is refused and not guessed at.
///
/// ```
/// use aiia_keys_assurance::CsvTreeReader;
///
/// let mut reader = CsvTreeReader::default();
/// reader.push(b"code,kind,name,parent\nGRP,legal_entity,Exam")?;
/// reader.push(b"ple Foods Group,\nFIN,organizational_unit,\"Finance, Tax\",GRP\n")?;
/// assert_eq!(reader.finish()?.len(), 2);
/// # Ok::<(), aiia_keys_assurance::ReadTreeError>(())
/// ```
#[derive(Debug, Default)]
pub struct CsvTreeReader {
    state: State,
    /// Bytes of the byte order mark that were skipped.
    skipped: usize,
    /// The line that is being read, and the one on which the row began.
    line: usize,
    began: usize,
    /// The row's fields, one after the other, and where each ends.
    row: Vec<u8>,
    ends: Vec<usize>,
    header: Option<[usize; 4]>,
    rows: Rows,
}

/// Where in a row the reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Before a row.
    #[default]
    Row,
    /// Before a field.
    Field,
    /// In a field without quotes.
    Plain,
    /// In a field in quotes.
    Quoted,
    /// After a quote in a field in quotes: its end, or a quote that was written twice.
    Quote,
    /// After a carriage return: the line feed comes.
    Return,
}

impl CsvTreeReader {
    /// Begins; what the rows tell is kept in a spool with nothing in it. The default keeps it in memory.
    pub fn new(spool: Box<dyn Spool>) -> Self {
        Self {
            rows: Rows::new(spool),
            ..Self::default()
        }
    }

    /// Reads the next piece of the file.
    ///
    /// # Errors
    /// When it is not CSV, or there are too many rows. Rows at fault are told at the end.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), ReadTreeError> {
        for byte in piece {
            self.take(*byte)?;
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When the file ends in the middle, or the rows are no tree.
    pub fn finish(mut self) -> Result<Tree, ReadTreeError> {
        match self.state {
            State::Quoted => Err(self.refused("the file ends within double quotes: close them")),
            State::Row => Ok(()),
            State::Field | State::Plain | State::Quote | State::Return => self.end_row(),
        }?;
        if self.header.is_none() {
            return Err(self.refused(HEADER));
        }
        self.rows.finish()
    }

    fn take(&mut self, byte: u8) -> Result<(), ReadTreeError> {
        if self.line == 0 {
            if BYTE_ORDER_MARK.get(self.skipped) == Some(&byte) {
                self.skipped += 1;
                return Ok(());
            }
            (self.line, self.began) = (1, 1);
        }
        match (self.state, byte) {
            (State::Return, b'\n') => self.end_row()?,
            (State::Return, _) => {
                return Err(
                    self.refused("a carriage return stands alone: end lines with LF or CRLF")
                );
            }
            (State::Quoted, b'"') => self.state = State::Quote,
            (State::Quote, b'"') => {
                self.state = State::Quoted;
                self.keep(byte)?;
            }
            (State::Quoted, _) => self.keep(byte)?,
            // An empty line is no row.
            (State::Row, b'\n') => {}
            (_, b',') => {
                self.ends.push(self.row.len());
                self.state = State::Field;
            }
            (_, b'\r') => self.state = State::Return,
            (_, b'\n') => self.end_row()?,
            (State::Row | State::Field, b'"') => self.state = State::Quoted,
            (_, b'"') => {
                return Err(self.refused(
                    "a double quote stands within a field: put the field in double quotes, and write its own twice",
                ));
            }
            (State::Quote, _) => {
                return Err(self.refused("something follows the closing double quote: a comma or the line's end is expected"));
            }
            (State::Row | State::Field | State::Plain, _) => {
                self.state = State::Plain;
                self.keep(byte)?;
            }
        }
        if byte == b'\n' {
            self.line += 1;
            if self.state == State::Row {
                self.began = self.line;
            }
        }
        Ok(())
    }

    fn keep(&mut self, byte: u8) -> Result<(), ReadTreeError> {
        if self.row.len() == MAX_ROW {
            return Err(self.refused(
                "the row has more than 4096 bytes, the most that are read: are quotes closed?",
            ));
        }
        self.row.push(byte);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ReadTreeError> {
        self.state = State::Row;
        self.ends.push(self.row.len());
        let ends = std::mem::take(&mut self.ends);
        let row = std::mem::take(&mut self.row);
        let Ok(text) = str::from_utf8(&row) else {
            return Err(self.refused("the row is not UTF-8: save the file in this encoding"));
        };
        // A carriage return before the end of an empty line is no row either.
        if text.is_empty() && ends.len() == 1 {
            self.reuse(row, ends);
            return Ok(());
        }
        let field = |number: usize| {
            let end = *ends.get(number)?;
            let start = match number.checked_sub(1) {
                Some(before) => *ends.get(before)?,
                None => 0,
            };
            text.get(start..end)
        };
        match self.header {
            None => self.header = Some(self.read_header(ends.len(), field)?),
            Some(_) if ends.len() != Column::ALL.len() => {
                return Err(self
                    .refused("the row has not four fields, as the header has: count its commas"));
            }
            Some(columns) => {
                let [code, kind, name, parent] =
                    columns.map(|number| field(number).filter(|text| !text.is_empty()));
                let raw = RawRow {
                    code,
                    kind,
                    name,
                    parent,
                };
                self.rows.add(RowPlace::Line(self.began), raw)?;
            }
        }
        self.reuse(row, ends);
        Ok(())
    }

    /// Keeps the room for the next row.
    fn reuse(&mut self, mut row: Vec<u8>, mut ends: Vec<usize>) {
        row.clear();
        ends.clear();
        (self.row, self.ends) = (row, ends);
    }

    /// In which field each column stands.
    fn read_header<'a>(
        &self,
        count: usize,
        field: impl Fn(usize) -> Option<&'a str>,
    ) -> Result<[usize; 4], ReadTreeError> {
        let place =
            |column: Column| (0..count).find(|number| field(*number) == Some(column.as_str()));
        match Column::ALL.map(place) {
            [Some(code), Some(kind), Some(name), Some(parent)] if count == Column::ALL.len() => {
                Ok([code, kind, name, parent])
            }
            _ => Err(self.refused(HEADER)),
        }
    }

    fn refused(&self, problem: &'static str) -> ReadTreeError {
        ReadTreeError::Csv {
            line: self.began.max(1),
            problem,
        }
    }
}

const HEADER: &str =
    "the first line has to name the columns code, kind, name and parent, each once";
