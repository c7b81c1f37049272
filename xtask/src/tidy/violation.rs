//! What a rule finds.

use std::fmt;

/// One place that breaks a rule. Sorted by place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Violation {
    /// Path from the repository's root.
    pub(super) path: String,
    /// Line, from 1.
    pub(super) line: usize,
    /// What is wrong.
    pub(super) problem: String,
    /// What to do about it.
    pub(super) remedy: String,
}

impl Violation {
    pub(super) fn new(
        path: impl Into<String>,
        line: usize,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            line,
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}; {}",
            self.path, self.line, self.problem, self.remedy
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_violation_says_where_what_and_what_to_do() {
        let violation = Violation::new("src/lib.rs", 7, "a leftover", "remove it");
        assert_eq!(violation.to_string(), "src/lib.rs:7: a leftover; remove it");
    }
}
