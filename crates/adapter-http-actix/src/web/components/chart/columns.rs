//! Counts, one after the other, as columns.

use maud::{Markup, html};

/// The width of a column's place.
const STEP: usize = 4;
const HEIGHT: u64 = 24;

/// Columns of the counts of as many days, the last one on the right. The tallest has full height.
///
/// `words` say the same to who does not see them.
pub(crate) fn columns(counts: &[u64], class: &str, words: &str) -> Markup {
    let most = counts.iter().copied().max().unwrap_or_default().max(1);
    let width = counts.len() * STEP;
    html! {
        svg.chart.spark viewBox={ "0 0 " (width) " " (HEIGHT) } preserveAspectRatio="none" role="img" aria-label=(words) {
            rect.floor x="0" y=(HEIGHT - 1) width=(width) height="1" {}
            @for (place, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                @let height = height(*count, most);
                rect.(class) x=(place * STEP) y=(HEIGHT - height) width=(STEP - 1) height=(height) {}
            }
        }
    }
}

/// What was counted at all can be seen.
fn height(count: u64, most: u64) -> u64 {
    let scaled = u128::from(count) * u128::from(HEIGHT) / u128::from(most);
    u64::try_from(scaled).unwrap_or(HEIGHT).clamp(2, HEIGHT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_in_proportion_and_the_least_can_be_seen() {
        assert_eq!(
            (height(1, 2), height(2, 2), height(1, 1_000_000)),
            (12, 24, 2)
        );
        assert_eq!(height(u64::MAX, u64::MAX), HEIGHT);
    }

    #[test]
    fn a_day_without_a_use_has_no_column() {
        let shown = columns(&[0, 3, 0], "fill", "3 uses").into_string();
        assert_eq!(shown.matches("<rect").count(), 2, "{shown}");
        assert!(
            shown.contains("x=\"4\"") && shown.contains("aria-label=\"3 uses\""),
            "{shown}"
        );
    }
}
