//! Giving each row its place.

use super::{Column, Packed, ReadTreeError, RowErrors, RowPlace, RowProblem};
use crate::Level;

/// The place of each row, by its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    /// The row of the parent.
    pub(super) parents: Vec<Option<usize>>,
    pub(super) levels: Vec<Level>,
    /// The rows, parents before what lies below them.
    pub(super) order: Vec<usize>,
    /// The rows by their codes.
    pub(super) by_code: Vec<usize>,
}

/// The places of rows.
pub(super) fn arrange(rows: &Packed) -> Result<Places, ReadTreeError> {
    let mut by_code: Vec<usize> = (0..rows.len()).collect();
    // Of those with the same code, the first comes first.
    by_code.sort_by(|one, other| rows.code(*one).cmp(rows.code(*other)));
    let parents = parents(rows, &by_code)?;
    let levels = levels(rows, &parents)?;
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|row| levels.get(*row).copied().unwrap_or(Level::ROOT));
    Ok(Places {
        parents,
        levels,
        order,
        by_code,
    })
}

/// The row with a code; the first, where there are several.
pub(super) fn find(rows: &Packed, by_code: &[usize], code: &str) -> Option<usize> {
    let place = by_code.partition_point(|row| rows.code(*row) < code);
    let found = by_code.get(place).copied();
    found.filter(|row| rows.code(*row) == code)
}

/// Each row's parent.
fn parents(rows: &Packed, by_code: &[usize]) -> Result<Vec<Option<usize>>, ReadTreeError> {
    let mut errors = RowErrors::default();
    for (at, first) in duplicates(rows, by_code) {
        errors.add(at, Column::Code, RowProblem::Duplicate { first });
    }
    let mut parents = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let parent = row.parent.map(|code| find(rows, by_code, code));
        if parent == Some(None) {
            errors.add(row.at, Column::Parent, RowProblem::UnknownParent);
        }
        parents.push(parent.flatten());
    }
    told(errors).map(|()| parents)
}

/// The rows whose code another has before them, and where that is.
fn duplicates(rows: &Packed, by_code: &[usize]) -> Vec<(RowPlace, RowPlace)> {
    let same = by_code.chunk_by(|one, other| rows.code(*one) == rows.code(*other));
    let mut found: Vec<(usize, usize)> = same
        .filter_map(|rows| rows.split_first())
        .flat_map(|(first, others)| others.iter().map(|other| (*other, *first)))
        .collect();
    found.sort_unstable();
    let at = |row| rows.get(row).map(|row| row.at);
    let places = found.into_iter();
    places
        .filter_map(|(row, first)| Some((at(row)?, at(first)?)))
        .collect()
}

/// How far a row's level is known.
#[derive(Clone, Copy)]
enum Known {
    /// Nobody asked yet.
    No,
    /// It is being asked for: whoever comes here again has gone in a circle.
    Asked,
    /// So many levels lie above it.
    Level(usize),
    /// It lies below itself, or below what does.
    Endless,
}

/// Each row's level: up to a row whose level is known, and down again.
fn levels(rows: &Packed, parents: &[Option<usize>]) -> Result<Vec<Level>, ReadTreeError> {
    let mut known = vec![Known::No; rows.len()];
    let mut circling = vec![false; rows.len()];
    let mut way = Vec::new();
    for start in 0..rows.len() {
        let mut next = Some(start);
        let mut below = loop {
            let Some(row) = next else {
                break Known::Level(0);
            };
            match known.get_mut(row) {
                Some(state @ Known::No) => {
                    *state = Known::Asked;
                    way.push(row);
                    next = parents.get(row).copied().flatten();
                }
                Some(Known::Level(level)) => break Known::Level(*level + 1),
                Some(Known::Asked) => {
                    let circle = way.iter().rev();
                    for member in circle.take_while(|member| **member != row) {
                        mark(&mut circling, *member);
                    }
                    mark(&mut circling, row);
                    break Known::Endless;
                }
                Some(Known::Endless) | None => break Known::Endless,
            }
        };
        while let Some(row) = way.pop() {
            if let Some(state) = known.get_mut(row) {
                *state = below;
            }
            if let Known::Level(level) = &mut below {
                *level += 1;
            }
        }
    }
    read_levels(rows, &known, &circling)
}

fn mark(circling: &mut [bool], row: usize) {
    if let Some(circling) = circling.get_mut(row) {
        *circling = true;
    }
}

/// The levels, when there are no circles and all are within bounds.
fn read_levels(
    rows: &Packed,
    known: &[Known],
    circling: &[bool],
) -> Result<Vec<Level>, ReadTreeError> {
    let too_deep = usize::from(Level::DEEPEST.get()) + 1;
    let mut errors = RowErrors::default();
    let mut levels = Vec::with_capacity(rows.len());
    for ((row, known), circling) in rows.iter().zip(known).zip(circling) {
        let level = match known {
            Known::Level(level) => {
                // What lies deeper still is mended together with it.
                if *level == too_deep {
                    errors.add(row.at, Column::Parent, RowProblem::TooDeep);
                }
                u8::try_from(*level).ok().and_then(Level::new)
            }
            _ => None,
        };
        if *circling {
            errors.add(row.at, Column::Parent, RowProblem::Cycle);
        }
        levels.push(level.unwrap_or(Level::ROOT));
    }
    told(errors).map(|()| levels)
}

fn told(errors: RowErrors) -> Result<(), ReadTreeError> {
    if errors.total == 0 {
        Ok(())
    } else {
        Err(ReadTreeError::Rows(errors))
    }
}
