//! Markdown has one sentence per line, so that a diff shows the sentence that changed.

use super::{markdown, repository::Repository, violation::Violation};

/// Words that end in a full stop without ending a sentence.
const ABBREVIATIONS: &[&str] = &[
    "approx.", "cf.", "e.g.", "etc.", "i.e.", "incl.", "no.", "resp.", "vs.",
];

pub(super) fn check(repository: &Repository) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in repository.with_extension("md") {
        let prose = markdown::prose(&file.text);
        let lines: Vec<_> = prose.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let next = lines.get(index + 1).copied().unwrap_or_default();
            let remedy = if holds_two_sentences(line) {
                "begin the second sentence on a new line"
            } else if goes_on(line, next) {
                "join the lines: a sentence ends before its line does"
            } else {
                continue;
            };
            violations.push(Violation::new(
                &file.path,
                index + 1,
                "not one sentence per line",
                remedy,
            ));
        }
    }
    violations
}

/// Whether a sentence ends within the line and another begins.
fn holds_two_sentences(line: &str) -> bool {
    line.match_indices(['.', '!', '?']).any(|(at, mark)| {
        let (before, after) = (&line[..at + mark.len()], &line[at + mark.len()..]);
        let word = before.rsplit([' ', '(', '*']).next().unwrap_or_default();
        after.starts_with(' ')
            && after.trim_start().starts_with(begins_sentence)
            && !ABBREVIATIONS.contains(&&*word.to_lowercase())
            && !is_ordinal_or_initial(word)
    })
}

fn begins_sentence(c: char) -> bool {
    c.is_uppercase() || c == markdown::NOT_PROSE
}

/// `1.` at the start of a list item, or `J.` in a name.
fn is_ordinal_or_initial(word: &str) -> bool {
    let name = word.trim_end_matches('.');
    name.chars().all(|c| c.is_ascii_digit())
        || (name.chars().count() == 1 && name.starts_with(char::is_uppercase))
}

/// Whether the sentence of this line goes on in the next.
fn goes_on(line: &str, next: &str) -> bool {
    let open = line
        .trim_end()
        .ends_with(|c: char| c.is_alphanumeric() || c == ',');
    open && next.trim_start().starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<usize> {
        check(&Repository::of(&[("README.md", text)]))
            .into_iter()
            .map(|v| v.line)
            .collect()
    }

    #[test]
    fn one_sentence_per_line_passes() {
        let text = "A key is revoked.\nIt stays so!\n\n- Item, e.g. Rust or `code`.\n- Why?\n  Because.\n1. First.\n";
        assert_eq!(lines(text), Vec::<usize>::new());
    }

    #[test]
    fn code_tables_headings_versions_and_initials_pass() {
        let text = "# Head. Line\n\n```\nOne. Two.\n```\n\n| One. Two. |\n|---|\n| A. B. |\n\nUse `a. B` of D. Knuth, 1.0 vs. Rust.\n**Names.** Good ones.\n";
        assert_eq!(lines(text), Vec::<usize>::new());
    }

    #[test]
    fn two_sentences_on_a_line_fail() {
        assert_eq!(
            lines("One. Two.\nWhy? Because.\nSee it. `code` does it.\nOne.\n"),
            [1, 2, 3]
        );
    }

    #[test]
    fn a_sentence_over_two_lines_fails() {
        assert_eq!(
            lines("A sentence that\ngoes on.\nAnother,\nwhich goes on.\n"),
            [1, 3]
        );
    }
}
