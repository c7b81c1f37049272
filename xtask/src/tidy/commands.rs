//! Commands of this tool that documents name exist.

use super::{repository::Repository, violation::Violation};

/// What stands before the name of a command.
const START: &str = "cargo xtask ";

pub(super) fn check(repository: &Repository) -> Vec<Violation> {
    let mut violations = Vec::new();
    for file in repository.with_extension("md") {
        for (index, line) in file.text.lines().enumerate() {
            let unknown =
                named(line).filter(|name| !repository.commands.iter().any(|known| known == name));
            violations.extend(unknown.map(|name| {
                let problem = format!("`{START}{name}` does not exist");
                Violation::new(
                    &file.path,
                    index + 1,
                    problem,
                    "see `cargo xtask --help` for those that do",
                )
            }));
        }
    }
    violations
}

/// Names of commands in a line; options and placeholders are not names.
fn named(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices(START)
        .map(|(at, _)| {
            let rest = &line[at + START.len()..];
            let end = rest
                .find(|c: char| !(c.is_ascii_lowercase() || c == '-'))
                .unwrap_or(rest.len());
            &rest[..end]
        })
        .filter(|name| !name.is_empty() && !name.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let mut repository = Repository::of(&[("README.md", text)]);
        repository.commands = vec!["ci".to_owned(), "bench".to_owned()];
        check(&repository)
            .into_iter()
            .map(|v| format!("{}: {}", v.line, v.problem))
            .collect()
    }

    #[test]
    fn known_commands_options_and_placeholders_pass() {
        let text = "Run `cargo xtask ci --only tidy`, `cargo xtask bench`, `cargo xtask --help` or `cargo xtask …`.\n";
        assert_eq!(problems(text), Vec::<String>::new());
    }

    #[test]
    fn an_unknown_command_fails() {
        assert_eq!(
            problems("First.\n```\ncargo xtask deploy\n```\n"),
            ["3: `cargo xtask deploy` does not exist"]
        );
    }
}
