//! Registers of entities: an organization's universe as its own systems tell it.

use aiia_keys_assurance::{CsvTreeReader, MAX_ROW_ERRORS, ReadTreeError, Tree, read_json_tree};

use crate::verdict::Verdict;

/// In whichever pieces a file arrives, it is the same.
pub(super) fn csv(input: &[u8]) -> Verdict {
    let whole = read([input]);
    let (first, second) = input.split_at(input.len() / 2);
    assert_eq!(
        read([first, second]),
        whole,
        "two pieces are as good as one"
    );
    assert_eq!(
        read(input.chunks(1)),
        whole,
        "single bytes are as good as one piece"
    );
    verdict(whole)
}

pub(super) fn json(input: &[u8]) -> Verdict {
    verdict(read_json_tree(input))
}

fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<Tree, ReadTreeError> {
    let mut reader = CsvTreeReader::default();
    for piece in pieces {
        reader.push(piece)?;
    }
    reader.finish()
}

fn verdict(read: Result<Tree, ReadTreeError>) -> Verdict {
    match read {
        Ok(tree) => {
            assert!(!tree.is_empty(), "a tree has at least one entity");
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
