//! What the tool prints.

use std::{fmt::Display, io::Write as _};

/// Prints one line.
pub(crate) fn say(line: impl Display) {
    // Nothing is left to do when nobody reads the output.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Rows under a header, columns as wide as their widest cell; the first column to the left, the others as told.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    let mut widths: Vec<usize> = header.iter().map(|cell| cell.chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded: Vec<String> = cells
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| {
                if right.contains(&column) {
                    format!("{cell:>width$}")
                } else {
                    format!("{cell:<width$}")
                }
            })
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let rule = widths
        .iter()
        .map(|width| "-".repeat(*width))
        .collect::<Vec<_>>()
        .join("  ");
    let mut lines = vec![line(&mut header.iter().copied()), rule];
    lines.extend(
        rows.iter()
            .map(|row| line(&mut row.iter().map(String::as_str))),
    );
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [
            vec!["format".to_owned(), "1.0 s".to_owned()],
            vec!["ü".to_owned(), "12.0 s".to_owned()],
        ];
        assert_eq!(
            table(&["step", "took"], &rows, &[1]),
            "step      took\n------  ------\nformat   1.0 s\nü       12.0 s"
        );
    }
}
