//! Giving each row its place.

use std::collections::HashMap;

use super::{Branch, Column, ReadTreeError, RowErrors, RowProblem, TreeRow};
use crate::{EntityCode, Level};

/// Rows with their places, parents before what lies below them.
pub(super) fn arrange(rows: Vec<TreeRow>) -> Result<Vec<Branch>, ReadTreeError> {
    let parents = parents(&rows)?;
    let levels = levels(&rows, &parents)?;
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|row| levels.get(*row).copied().unwrap_or(Level::ROOT));
    let mut place = vec![0; rows.len()];
    for (at, row) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(*row) {
            *slot = at;
        }
    }
    let mut branches: Vec<(usize, Branch)> = rows
        .into_iter()
        .zip(parents)
        .zip(levels)
        .zip(&place)
        .map(|(((row, parent), level), at)| {
            let parent = parent.and_then(|parent| place.get(parent).copied());
            let branch = Branch { row, parent, level };
            (*at, branch)
        })
        .collect();
    branches.sort_unstable_by_key(|(at, _)| *at);
    Ok(branches.into_iter().map(|(_, branch)| branch).collect())
}

/// Each row's parent, as its number among the rows.
fn parents(rows: &[TreeRow]) -> Result<Vec<Option<usize>>, ReadTreeError> {
    let mut errors = RowErrors::default();
    let mut numbers: HashMap<&EntityCode, usize> = HashMap::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        match numbers.get(&row.code).and_then(|first| rows.get(*first)) {
            Some(first) => {
                errors.add(
                    row.at,
                    Column::Code,
                    RowProblem::Duplicate { first: first.at },
                );
            }
            None => {
                numbers.insert(&row.code, number);
            }
        }
    }
    let mut parents = Vec::with_capacity(rows.len());
    for row in rows {
        let parent = row.parent.as_ref().map(|code| numbers.get(code).copied());
        if parent == Some(None) {
            errors.add(row.at, Column::Parent, RowProblem::UnknownParent);
        }
        parents.push(parent.flatten());
    }
    told(errors).map(|()| parents)
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
fn levels(rows: &[TreeRow], parents: &[Option<usize>]) -> Result<Vec<Level>, ReadTreeError> {
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
    rows: &[TreeRow],
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
