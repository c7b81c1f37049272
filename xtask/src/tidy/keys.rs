//! No key is kept in the repository: whoever finds one cannot tell whether it opens something.

use super::{
    repository::{File, Repository},
    violation::Violation,
};
use crate::leaks::keys_in;

/// Fixed vectors, whose random part is no secret; clients in other languages check themselves with them.
const VECTORS: &str = "docs/vectors/key.json";

pub(super) fn check(repository: &Repository) -> Vec<Violation> {
    let files = repository.files.iter();
    files
        .filter(|file| file.path != VECTORS)
        .flat_map(check_file)
        .collect()
}

fn check_file(file: &File) -> Vec<Violation> {
    let lines = file.text.lines().enumerate();
    lines
        .filter(|(_, line)| !keys_in(line.as_bytes()).is_empty())
        .map(|(index, _)| {
            Violation::new(
                &file.path,
                index + 1,
                "a key, with a checksum that fits",
                "revoke it if it was ever issued, and generate one where it is needed",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaks::planted;

    #[test]
    fn a_key_is_found_anywhere_but_in_the_vectors() {
        let text = format!("one\n  \"{}\",\n", planted());
        let repository = Repository::of(&[
            (VECTORS, &text),
            ("docs/a.md", &text),
            ("deploy/.env", &text),
        ]);
        let found: Vec<_> = check(&repository)
            .into_iter()
            .map(|violation| (violation.path, violation.line))
            .collect();
        assert_eq!(
            found,
            [("docs/a.md".to_owned(), 2), ("deploy/.env".to_owned(), 2)]
        );
    }

    #[test]
    fn a_look_alike_passes() {
        let text = planted().replacen("0a", "0b", 1);
        assert_eq!(check(&Repository::of(&[("a.md", &text)])), []);
    }
}
