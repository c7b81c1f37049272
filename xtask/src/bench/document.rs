//! Puts a generated section between its markers in a document written by hand.

use anyhow::{Context as _, Result};

/// The document with `section` between the markers of `name`; a document without them gets them at its end.
pub(super) fn put(document: &str, name: &str, section: &str) -> Result<String> {
    let begin = format!("<!-- bench:{name}:begin -->");
    let end = format!("<!-- bench:{name}:end -->");
    let generated = format!("{begin}\n\n{section}\n\n{end}");
    let Some(start) = document.find(&begin) else {
        let before = if document.is_empty() {
            "# Benchmarks"
        } else {
            document.trim_end()
        };
        return Ok(format!("{before}\n\n## {name}\n\n{generated}\n"));
    };
    let length = document[start..]
        .find(&end)
        .with_context(|| format!("`{begin}` without `{end}` below it"))?;
    let stop = start + length + end.len();
    Ok(format!(
        "{}{generated}{}",
        &document[..start],
        &document[stop..]
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_replaces_the_one_before_and_nothing_else() {
        let first = put("# Figures\n\nBy hand.\n", "a", "one").unwrap();
        let both = put(&first, "b", "two").unwrap();
        let again = put(&both, "a", "three").unwrap();
        assert_eq!(again, both.replace("one", "three"));
        assert!(
            again.starts_with("# Figures\n\nBy hand.\n\n## a\n\n<!-- bench:a:begin -->\n\nthree\n")
        );
    }

    #[test]
    fn a_missing_end_is_an_error() {
        assert!(put("<!-- bench:a:begin -->\n", "a", "one").is_err());
    }
}
