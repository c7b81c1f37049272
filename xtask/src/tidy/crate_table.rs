//! The table of crates in the architecture document lists exactly the workspace's crates.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{markdown, repository::Repository, violation::Violation};

const DOCUMENT: &str = "docs/ARCHITECTURE.md";
/// The header of the column with the names.
const COLUMN: &str = "package";

pub(super) fn check(repository: &Repository) -> Vec<Violation> {
    let Some(file) = repository.file(DOCUMENT) else {
        return vec![Violation::new(
            DOCUMENT,
            1,
            "the document is missing",
            format!("write it, with a table of the crates that has a column `{COLUMN}`"),
        )];
    };
    let listed = listed(&file.text);
    let unknown = listed
        .iter()
        .filter(|(name, _)| {
            repository
                .packages
                .iter()
                .all(|package| package.name != *name)
        })
        .map(|(name, line)| {
            let problem = format!("{name} is listed but is not a crate of the workspace");
            Violation::new(
                DOCUMENT,
                *line,
                problem,
                "remove the row until the crate exists",
            )
        });
    let missing = repository
        .packages
        .iter()
        .filter(|package| listed.iter().all(|(name, _)| package.name != *name))
        .map(|package| {
            let problem = format!("{} is not in the table of crates", package.name);
            Violation::new(
                DOCUMENT,
                1,
                problem,
                "add a row that says what it holds and never holds",
            )
        });
    unknown.chain(missing).collect()
}

/// Names in the column [`COLUMN`] of any table, with their lines.
fn listed(text: &str) -> Vec<(String, usize)> {
    let mut names = Vec::new();
    let (mut column, mut wanted, mut in_head) = (0, None, false);
    let mut cell = String::new();
    for (event, range) in markdown::events(text) {
        match event {
            Event::Start(Tag::TableHead) => (column, wanted, in_head) = (0, None, true),
            Event::End(TagEnd::TableHead) => in_head = false,
            Event::Start(Tag::TableRow) => column = 0,
            Event::Text(part) | Event::Code(part) => cell.push_str(&part),
            Event::Start(Tag::TableCell) => cell.clear(),
            Event::End(TagEnd::TableCell) => {
                if in_head && cell == COLUMN {
                    wanted = Some(column);
                } else if !in_head && wanted == Some(column) && !cell.is_empty() {
                    names.push((cell.clone(), markdown::line(text, range.start)));
                }
                column += 1;
            }
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "Text.\n\n| folder | package | holds |\n|---|---|---|\n| `crates/a` | `a` | rules |\n| `docs` | | text |\n| `crates/b` | `b` | more |\n";

    fn problems(packages: &[&str], text: &str) -> Vec<String> {
        let repository = Repository::of(&[(DOCUMENT, text)]);
        let repository = packages
            .iter()
            .fold(repository, |all, name| all.with_package(name, &[]));
        check(&repository)
            .into_iter()
            .map(|v| format!("{}: {}", v.line, v.problem))
            .collect()
    }

    #[test]
    fn a_table_that_lists_the_crates_passes() {
        assert_eq!(problems(&["a", "b"], TABLE), Vec::<String>::new());
    }

    #[test]
    fn a_missing_and_a_surplus_row_fail() {
        assert_eq!(
            problems(&["a", "c"], TABLE),
            [
                "7: b is listed but is not a crate of the workspace",
                "1: c is not in the table of crates"
            ]
        );
    }

    #[test]
    fn a_missing_document_fails() {
        assert_eq!(check(&Repository::default()).len(), 1);
    }
}
