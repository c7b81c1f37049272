//! Rows as they are kept: what they tell in a spool, and a few numbers of each in memory.

use std::io::ErrorKind;

use aiia_keys_ports::{MemorySpool, Spool, SpoolError};

use super::{MAX_TREE_ROWS, ReadTreeError, RowPlace, TreeRow};
use crate::{EntityCode, EntityKind, EntityName};

/// Rows in the order in which they were read.
#[derive(Debug)]
pub(super) struct Packed {
    spool: Box<dyn Spool>,
    /// Where in the spool each begins, and where the last ends.
    bounds: Vec<u32>,
    /// Of each row's code, to find it by.
    hashes: Vec<u64>,
    /// The row that is being kept.
    record: Vec<u8>,
}

/// Rows in memory.
impl Default for Packed {
    fn default() -> Self {
        Self::new(Box::<MemorySpool>::default())
    }
}

impl Packed {
    /// Without rows, in a spool with nothing in it.
    pub(super) fn new(spool: Box<dyn Spool>) -> Self {
        Self {
            spool,
            bounds: vec![0],
            hashes: Vec::new(),
            record: Vec::new(),
        }
    }

    /// Takes a row in.
    pub(super) fn push(&mut self, row: &TreeRow) -> Result<(), ReadTreeError> {
        if self.len() == MAX_TREE_ROWS {
            return Err(ReadTreeError::TooMany);
        }
        self.record.clear();
        write(&mut self.record, row).ok_or(ReadTreeError::TooMany)?;
        let end = self
            .bounds
            .last()
            .zip(u32::try_from(self.record.len()).ok());
        let end = end.and_then(|(start, length)| start.checked_add(length));
        let end = end.ok_or(ReadTreeError::TooMany)?;
        self.spool.append(&self.record)?;
        self.bounds.push(end);
        self.hashes.push(hash(row.code.as_str()));
        Ok(())
    }

    pub(super) const fn len(&self) -> usize {
        self.hashes.len()
    }

    /// A row by its number.
    pub(super) fn get(&self, number: usize) -> Result<TreeRow, SpoolError> {
        let lost = SpoolError(ErrorKind::InvalidData);
        let bounds = self.bounds.get(number..).unwrap_or_default();
        let [start, end, ..] = *bounds else {
            return Err(lost);
        };
        let length = usize::try_from(end.saturating_sub(start)).map_err(|_| lost)?;
        let mut record = vec![0; length];
        self.spool.read(start.into(), &mut record)?;
        read(&record).ok_or(lost)
    }

    /// The rows in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Result<TreeRow, SpoolError>> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// What the code of a row has in common with few others.
    pub(super) fn hash(&self, number: usize) -> Option<u64> {
        self.hashes.get(number).copied()
    }
}

/// The hash of a code. Nobody can make up many codes that have the same, which would take long to tell
/// apart.
pub(super) fn hash(code: &str) -> u64 {
    let digest = blake3::hash(code.as_bytes());
    let first = digest.as_bytes().first_chunk();
    first.map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Its kind, its place, the lengths of its code and its parent's, and then the three texts.
fn write(record: &mut Vec<u8>, row: &TreeRow) -> Option<()> {
    let kind = EntityKind::ALL.iter().position(|kind| *kind == row.kind)?;
    let (form, place) = match row.at {
        RowPlace::Line(line) => (0, line),
        RowPlace::Item(item) => (1, item),
    };
    let parent = row.parent.as_ref().map_or("", EntityCode::as_str);
    record.push(u8::try_from(kind).ok()?);
    record.push(form);
    record.extend_from_slice(&u64::try_from(place).ok()?.to_le_bytes());
    for code in [row.code.as_str(), parent] {
        record.push(u8::try_from(code.len()).ok()?);
    }
    for text in [row.code.as_str(), parent, row.name.as_str()] {
        record.extend_from_slice(text.as_bytes());
    }
    Some(())
}

fn read(record: &[u8]) -> Option<TreeRow> {
    let (&[kind, form], record) = record.split_first_chunk()?;
    let (place, record) = record.split_first_chunk()?;
    let (&[code, parent], texts) = record.split_first_chunk()?;
    let place = usize::try_from(u64::from_le_bytes(*place)).ok()?;
    let (code, texts) = str::from_utf8(texts).ok()?.split_at_checked(code.into())?;
    let (parent, name) = texts.split_at_checked(parent.into())?;
    Some(TreeRow {
        at: match form {
            0 => RowPlace::Line(place),
            _ => RowPlace::Item(place),
        },
        kind: EntityKind::ALL.get(usize::from(kind)).copied()?,
        code: EntityCode::known(code),
        name: EntityName::known(name),
        parent: (!parent.is_empty()).then(|| EntityCode::known(parent)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: EntityKind, name: &str, parent: Option<&str>) -> TreeRow {
        TreeRow {
            at: RowPlace::Item(70_000),
            code: "A/1".parse().unwrap(),
            kind,
            name: name.parse().unwrap(),
            parent: parent.map(|parent| parent.parse().unwrap()),
        }
    }

    #[test]
    fn rows_come_back_as_they_were_kept() {
        let mut rows = Packed::default();
        let long = "ß".repeat(200);
        let mut kept = vec![row(EntityKind::Process, &long, Some(&"P".repeat(40)))];
        kept.extend(EntityKind::ALL.map(|kind| row(kind, "A, \"B\"", None)));
        let line = RowPlace::Line(usize::MAX);
        kept.push(TreeRow {
            at: line,
            ..row(EntityKind::System, "x", Some("A"))
        });
        for row in &kept {
            rows.push(row).unwrap();
        }
        assert_eq!(rows.iter().collect::<Result<Vec<_>, _>>(), Ok(kept));
        let lost = Err(SpoolError(ErrorKind::InvalidData));
        assert_eq!(rows.get(rows.len()), lost);
    }
}
