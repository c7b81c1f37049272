//! Markdown with its structure, for the rules on documentation.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The character that stands for code and other text that is not prose.
pub(super) const NOT_PROSE: char = '\u{fffc}';

/// Events with their places, as GitHub reads Markdown.
pub(super) fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).into_offset_iter()
}

/// The line, from 1, of a place in the text.
pub(super) fn line(text: &str, place: usize) -> usize {
    text[..place].matches('\n').count() + 1
}

/// The text with as many lines, of which only prose is left: headings, code blocks, tables and HTML are blank,
/// code in a line and the targets of links are one [`NOT_PROSE`] each.
pub(super) fn prose(text: &str) -> String {
    let mut cuts: Vec<(Range<usize>, bool)> = Vec::new();
    for (event, range) in events(text) {
        match event {
            Event::Start(
                Tag::CodeBlock(_) | Tag::Table(_) | Tag::Heading { .. } | Tag::HtmlBlock,
            ) => {
                cuts.push((range, true));
            }
            Event::Code(_) | Event::InlineHtml(_) => cuts.push((range, false)),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                if let Some(end) = text[range.clone()].rfind("](") {
                    cuts.push((range.start + end..range.end, false));
                }
            }
            _ => {}
        }
    }
    cuts.sort_by_key(|(range, _)| range.start);
    let mut prose = String::with_capacity(text.len());
    let mut place = 0;
    for (range, whole) in cuts {
        // Inside of what was cut already.
        if range.start < place {
            continue;
        }
        prose.push_str(&text[place..range.start]);
        if !whole {
            prose.push(NOT_PROSE);
        }
        prose.extend(text[range.clone()].chars().filter(|c| *c == '\n'));
        place = range.end;
    }
    prose.push_str(&text[place..]);
    prose
}

/// Anchors of the headings, as GitHub makes them.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    let mut heading: Option<String> = None;
    for (event, _) in events(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                if let Some(title) = heading.take() {
                    let anchor = anchor(&title);
                    let same = anchors.iter().filter(|known| **known == anchor).count();
                    anchors.push(if same == 0 {
                        anchor
                    } else {
                        format!("{anchor}-{same}")
                    });
                }
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some(title) = &mut heading {
                    title.push_str(&part);
                }
            }
            _ => {}
        }
    }
    anchors
}

fn anchor(title: &str) -> String {
    title
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_prose_is_left_on_its_lines() {
        let text = "# Head. Line\n\nSee `a. B` in [the. guide](a.md).\n\n```\ncode. More\n```\n\n| a |\n|---|\n| b. C |\n\nEnd.\n";
        let expected =
            format!("\n\nSee {NOT_PROSE} in [the. guide{NOT_PROSE}.\n\n\n\n\n\n\n\n\n\nEnd.\n");
        assert_eq!(prose(text).lines().count(), text.lines().count());
        assert_eq!(prose(text), expected);
    }

    #[test]
    fn anchors_are_made_as_github_makes_them() {
        let text = "# The `key` string, v2\n## Why?\n## Why?\n";
        assert_eq!(anchors(text), ["the-key-string-v2", "why", "why-1"]);
    }
}
