//! Giving each row its place.

use std::{collections::HashMap, num::NonZeroU32};

use aiia_keys_ports::SpoolError;

use super::{Column, Packed, ReadTreeError, RowErrors, RowProblem, packed::hash};
use crate::Level;

/// The place of each row, by its number.
#[derive(Debug)]
pub(super) struct Places {
    parents: Vec<Option<Parent>>,
    levels: Vec<Level>,
    by_code: ByCode,
}

/// The row of a parent, in four bytes beside that there is none.
#[derive(Clone, Copy, Debug)]
struct Parent(NonZeroU32);

impl Parent {
    fn of(row: usize) -> Option<Self> {
        let one_more = u32::try_from(row).ok()?.checked_add(1)?;
        NonZeroU32::new(one_more).map(Self)
    }

    fn row(self) -> Option<usize> {
        usize::try_from(self.0.get() - 1).ok()
    }
}

impl Places {
    /// The row of a row's parent.
    pub(super) fn parent(&self, row: usize) -> Option<usize> {
        self.parents.get(row).copied().flatten()?.row()
    }

    pub(super) fn level(&self, row: usize) -> Option<Level> {
        self.levels.get(row).copied()
    }

    /// The rows, parents before what lies below them.
    pub(super) fn order(&self) -> impl Iterator<Item = usize> + Send {
        let all = || self.levels.iter().enumerate();
        (0..=Level::DEEPEST.get()).flat_map(move |level| {
            let here = all().filter(move |(_, known)| known.get() == level);
            here.map(|(row, _)| row)
        })
    }

    /// The row with a code.
    pub(super) fn find(&self, rows: &Packed, code: &str) -> Result<Option<usize>, SpoolError> {
        self.by_code.find(rows, code)
    }
}

/// The places of rows.
pub(super) fn arrange(rows: &Packed) -> Result<Places, ReadTreeError> {
    let by_code = ByCode::of(rows);
    let parents = parents(rows, &by_code)?;
    let levels = levels(rows, &parents)?;
    Ok(Places {
        parents,
        levels,
        by_code,
    })
}

/// The numbers of rows by the hashes of their codes; of those with the same, the first comes first.
#[derive(Debug)]
struct ByCode(Vec<u32>);

impl ByCode {
    fn of(rows: &Packed) -> Self {
        let mut numbers: Vec<u32> = (0..).take(rows.len()).collect();
        numbers.sort_by_key(|number| hash_at(rows, *number));
        Self(numbers)
    }

    /// The row with a code; the first, where there are several.
    fn find(&self, rows: &Packed, code: &str) -> Result<Option<usize>, SpoolError> {
        let hash = Some(hash(code));
        let place = self
            .0
            .partition_point(|number| hash_at(rows, *number) < hash);
        let alike = self.0.iter().skip(place).copied();
        for number in alike.take_while(|number| hash_at(rows, *number) == hash) {
            if let Ok(row) = usize::try_from(number)
                && rows.get(row)?.code.as_str() == code
            {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    /// The rows whose code another has before them, and that one.
    fn duplicates(&self, rows: &Packed) -> Result<Vec<(usize, usize)>, SpoolError> {
        let mut found = Vec::new();
        let alike = |one: &u32, other: &u32| hash_at(rows, *one) == hash_at(rows, *other);
        for numbers in self.0.chunk_by(alike).filter(|numbers| numbers.len() > 1) {
            let mut first = HashMap::new();
            for row in numbers.iter().filter_map(|row| usize::try_from(*row).ok()) {
                let first = *first.entry(rows.get(row)?.code).or_insert(row);
                if first != row {
                    found.push((row, first));
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

fn hash_at(rows: &Packed, number: u32) -> Option<u64> {
    rows.hash(usize::try_from(number).ok()?)
}

/// Each row's parent.
fn parents(rows: &Packed, by_code: &ByCode) -> Result<Vec<Option<Parent>>, ReadTreeError> {
    let mut errors = RowErrors::default();
    for (row, first) in by_code.duplicates(rows)? {
        if errors.is_full() {
            errors.total += 1;
            continue;
        }
        let first = rows.get(first)?.at;
        errors.add(
            rows.get(row)?.at,
            Column::Code,
            RowProblem::Duplicate { first },
        );
    }
    let mut parents = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let row = row?;
        let Some(code) = row.parent else {
            parents.push(None);
            continue;
        };
        let parent = by_code.find(rows, code.as_str())?;
        if parent.is_none() {
            errors.add(row.at, Column::Parent, RowProblem::UnknownParent);
        }
        parents.push(parent.and_then(Parent::of));
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
    Level(u32),
    /// It lies below itself, or below what does.
    Endless,
}

/// Each row's level: up to a row whose level is known, and down again.
fn levels(rows: &Packed, parents: &[Option<Parent>]) -> Result<Vec<Level>, ReadTreeError> {
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
                    next = parents.get(row).copied().flatten().and_then(Parent::row);
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
    let too_deep = u32::from(Level::DEEPEST.get()) + 1;
    let mut errors = RowErrors::default();
    let mut levels = Vec::with_capacity(rows.len());
    for (row, (known, circling)) in known.iter().zip(circling).enumerate() {
        let (level, problem) = match known {
            // What lies deeper still is mended together with it.
            Known::Level(level) => (*level, (*level == too_deep).then_some(RowProblem::TooDeep)),
            _ => (0, circling.then_some(RowProblem::Cycle)),
        };
        if let Some(problem) = problem {
            errors.add(rows.get(row)?.at, Column::Parent, problem);
        }
        let level = u8::try_from(level).ok().and_then(Level::new);
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
