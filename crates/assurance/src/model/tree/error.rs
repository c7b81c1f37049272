//! Why a tree cannot be read: the row, the column, and what would be right.

use std::fmt;

use aiia_keys_ports::SpoolError;

use crate::{InvalidEntityCode, InvalidProse, UnknownEntityKind};

/// The most rows at fault that are told at once.
pub const MAX_ROW_ERRORS: usize = 20;

/// Where a row stands in what it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowPlace {
    /// The line of a CSV file on which the row begins, from 1.
    Line(usize),
    /// The place in a JSON array, from 0.
    Item(usize),
}

impl fmt::Display for RowPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Item(item) => write!(f, "entities[{item}]"),
        }
    }
}

/// A column of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// What the register calls the entity.
    Code,
    /// What it is.
    Kind,
    /// What people call it.
    Name,
    /// What it lies under.
    Parent,
}

impl Column {
    /// All of them, in their usual order.
    pub const ALL: [Self; 4] = [Self::Code, Self::Kind, Self::Name, Self::Parent];

    /// Its name in a header and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Kind => "kind",
            Self::Name => "name",
            Self::Parent => "parent",
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A row that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {column}: {problem}")]
pub struct RowError {
    /// The row.
    pub at: RowPlace,
    /// The column at fault.
    pub column: Column,
    /// What is wrong, and what would be right.
    pub problem: RowProblem,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowProblem {
    /// There is nothing.
    #[error("it is missing: every entity has one")]
    Missing,
    /// It is no code.
    #[error(transparent)]
    Code(#[from] InvalidEntityCode),
    /// It is no kind.
    #[error(transparent)]
    Kind(#[from] UnknownEntityKind),
    /// It is no name.
    #[error(transparent)]
    Name(#[from] InvalidProse),
    /// Another row has the same code.
    #[error("{first} has the same code: each entity has a code of its own")]
    Duplicate {
        /// The row that has it first.
        first: RowPlace,
    },
    /// No row has the code of the parent.
    #[error("no row has this code: add it, or name another parent")]
    UnknownParent,
    /// The entity lies below itself.
    #[error("the entity lies below itself: name another parent")]
    Cycle,
    /// There are too many levels above it.
    #[error("there are 32 levels above it, and at most 31 are allowed: move it up")]
    TooDeep,
}

/// Rows that cannot be used, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowErrors {
    /// The first of them, at most [`MAX_ROW_ERRORS`].
    pub errors: Vec<RowError>,
    /// How many there are in all that were looked for.
    pub total: usize,
}

impl RowErrors {
    /// Whether no more errors are kept, only counted.
    pub(super) const fn is_full(&self) -> bool {
        self.errors.len() >= MAX_ROW_ERRORS
    }

    /// Keeps an error if there is room for it.
    pub(super) fn add(&mut self, at: RowPlace, column: Column, problem: RowProblem) {
        self.total += 1;
        if !self.is_full() {
            self.errors.push(RowError {
                at,
                column,
                problem,
            });
        }
    }
}

impl fmt::Display for RowErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.errors.first() {
            Some(first) => write!(
                f,
                "{} fields of rows cannot be used, first {first}",
                self.total
            ),
            None => f.write_str("no row is at fault"),
        }
    }
}

/// A tree cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadTreeError {
    /// It is not CSV.
    #[error("line {line}: {problem}")]
    Csv {
        /// Where reading stopped.
        line: usize,
        /// What is wrong, and what would be right.
        problem: &'static str,
    },
    /// It is not the JSON that is expected.
    #[error("{place}: {problem}")]
    Json {
        /// Where reading stopped: a field, or a line and column.
        place: String,
        /// What is wrong, and what would be right.
        problem: &'static str,
    },
    /// There are no rows.
    #[error("there are no entities: at least one is expected, or all others would be retired")]
    Empty,
    /// There are too many rows.
    #[error("there are more than 100000 entities, the most that are read")]
    TooMany,
    /// Rows cannot be used.
    #[error("{0}")]
    Rows(RowErrors),
    /// There is no room for them.
    #[error(transparent)]
    Spool(#[from] SpoolError),
}
