//! Registers of entities: an organization's universe as its own systems tell it.

use aiia_keys_assurance::{MAX_ROW_ERRORS, ReadTreeError, TreeReader, TreeRow};
use aiia_keys_ports::{MemorySpools, Spools as _};

use crate::verdict::Verdict;

pub(super) fn csv(input: &[u8]) -> Verdict {
    in_pieces(input, || TreeReader::csv(MemorySpools.open()))
}

pub(super) fn json(input: &[u8]) -> Verdict {
    in_pieces(input, || TreeReader::json(MemorySpools.open()))
}

/// In whichever pieces a file arrives, it is the same.
fn in_pieces(input: &[u8], reader: fn() -> TreeReader) -> Verdict {
    let whole = read(reader(), [input]);
    let (first, second) = input.split_at(input.len() / 2);
    assert_eq!(
        read(reader(), [first, second]),
        whole,
        "two pieces are as good as one"
    );
    assert_eq!(
        read(reader(), input.chunks(1)),
        whole,
        "single bytes are as good as one piece"
    );
    verdict(whole)
}

fn read<'a>(
    mut reader: TreeReader,
    pieces: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Vec<TreeRow>, ReadTreeError> {
    for piece in pieces {
        reader.push(piece)?;
    }
    Ok(reader.finish()?.rows().collect::<Result<_, _>>()?)
}

fn verdict(read: Result<Vec<TreeRow>, ReadTreeError>) -> Verdict {
    match read {
        Ok(rows) => {
            assert!(!rows.is_empty(), "a tree has at least one entity");
            Verdict::Accepted
        }
        Err(error) => {
            assert!(!error.to_string().is_empty(), "an error says what is wrong");
            if let ReadTreeError::Rows(errors) = error {
                assert!(
                    (1..=MAX_ROW_ERRORS).contains(&errors.errors.len()),
                    "faults are bounded"
                );
            }
            Verdict::Refused
        }
    }
}
