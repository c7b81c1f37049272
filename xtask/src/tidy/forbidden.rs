//! Text that must not be in the repository: leftovers, hidden exceptions, waiting tests, a machine's paths.

use super::{
    repository::{File, Repository},
    sizes,
    violation::Violation,
};

/// Where a needle is looked for.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// Rust code, outside of comments.
    Code,
    /// Rust code of tests, outside of comments.
    Tests,
    /// Every text but Markdown, as a word of its own.
    Word,
    /// Every text, at the start of a path.
    Path,
}

/// Text, where it is looked for, and what to do instead. Put together from parts, so that this file passes.
const FORBIDDEN: &[(&str, Place, &str)] = &[
    (
        concat!("#[", "allow("),
        Place::Code,
        "use `#[expect(lint, reason = \"…\")]`, which vanishes when not needed",
    ),
    (
        concat!("#![", "allow("),
        Place::Code,
        "use `#![expect(lint, reason = \"…\")]`, which vanishes when not needed",
    ),
    (
        concat!("#[", "ignore"),
        Place::Code,
        "make the test run, or remove it",
    ),
    (
        concat!("::", "sleep("),
        Place::Tests,
        "wait for what is meant, or pass the time in",
    ),
    (concat!("TO", "DO"), Place::Word, "do it, or open an issue"),
    (
        concat!("FIX", "ME"),
        Place::Word,
        "mend it, or open an issue",
    ),
    (concat!("XX", "X"), Place::Word, "say what is meant"),
    (
        concat!("/", "work/"),
        Place::Path,
        "no path of one machine: write it from the repository's root",
    ),
    (
        concat!("/", "root/"),
        Place::Path,
        "no path of one machine: write it from the repository's root",
    ),
    (
        concat!("/", "Users/"),
        Place::Path,
        "no path of one machine: write it from the repository's root",
    ),
];

pub(super) fn check(repository: &Repository) -> Vec<Violation> {
    repository.files.iter().flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Violation> {
    let rust = file.has_extension("rs");
    let markdown = file.has_extension("md");
    let mut in_tests = sizes::is_test(file);
    let mut violations = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        in_tests |= line.trim_start().starts_with("#[cfg(test)]");
        let code = rust && !line.trim_start().starts_with("//");
        for (needle, place, remedy) in FORBIDDEN {
            let found = match place {
                Place::Code => code && line.contains(needle),
                Place::Tests => code && in_tests && line.contains(needle),
                Place::Word => !markdown && stands_alone(line, needle, char::is_alphanumeric, true),
                Place::Path => stands_alone(line, needle, is_part_of_path, false),
            };
            if found {
                violations.push(Violation::new(
                    &file.path,
                    index + 1,
                    format!("`{needle}`"),
                    *remedy,
                ));
            }
        }
    }
    violations
}

/// Whether `needle` occurs without a character of `joins` before it (and, for words, behind it).
fn stands_alone(line: &str, needle: &str, joins: fn(char) -> bool, word: bool) -> bool {
    line.match_indices(needle).any(|(at, _)| {
        let joined_before = line[..at].chars().next_back().is_some_and(joins);
        let joined_behind = line[at + needle.len()..].chars().next().is_some_and(joins);
        !(joined_before || (word && joined_behind))
    })
}

fn is_part_of_path(c: char) -> bool {
    c.is_alphanumeric() || "._-/~$}*".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        check(&Repository::of(&[(path, text)]))
            .into_iter()
            .map(|v| format!("{}: {}", v.line, v.problem))
            .collect()
    }

    const NOTHING: Vec<String> = Vec::new();

    #[test]
    fn clean_code_passes() {
        let text = "#[expect(dead_code, reason = \"…\")]\n// One comment.\nlet mastodon = 1;\n";
        assert_eq!(found("a/src/a.rs", text), NOTHING);
    }

    #[test]
    fn hidden_exceptions_and_ignored_tests_fail() {
        let text = concat!(
            "#[",
            "allow(dead_code)]\n// #[",
            "allow(x)]\n    #[",
            "ignore = \"slow\"]\n"
        );
        assert_eq!(
            found("a/src/a.rs", text),
            [concat!("1: `#[", "allow(`"), concat!("3: `#[", "ignore`")]
        );
    }

    #[test]
    fn waiting_fails_in_tests_only() {
        let waits = concat!("tokio::time::", "sleep(d).await;\n");
        assert_eq!(found("a/src/a.rs", waits), NOTHING);
        assert_eq!(found("a/tests/a.rs", waits).len(), 1);
        assert_eq!(
            found(
                "a/src/a.rs",
                &format!("{waits}#[cfg(test)]\nmod tests {{\n{waits}")
            )
            .len(),
            1
        );
    }

    #[test]
    fn leftovers_fail_as_words_and_may_be_named_in_documents() {
        let text = concat!("# TO", "DO: later\nMASTO", "DON\n");
        assert_eq!(found("deploy/run.sh", text), [concat!("1: `TO", "DO`")]);
        assert_eq!(found("docs/STYLE.md", text), NOTHING);
    }

    #[test]
    fn paths_of_a_machine_fail_and_paths_in_the_repository_pass() {
        assert_eq!(
            found(
                "docs/a.md",
                concat!("See /", "work/main or `/", "root/.cargo`.\n")
            )
            .len(),
            2
        );
        assert_eq!(
            found(
                "docs/a.md",
                "See crates/work/a, ../root/b and https://example.org/work/c.\n"
            ),
            NOTHING
        );
    }
}
