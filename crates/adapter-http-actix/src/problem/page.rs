//! The pages that explain problems: plain HTML, made from the table.

use std::fmt::Write as _;

use super::Code;

/// The page of one kind of failure.
pub(crate) fn page(code: Code) -> String {
    let entry = code.entry();
    let mut html = head(entry.title);
    // Writing to a `String` cannot fail.
    let _ = write!(
        html,
        "<p>Code <code>{}</code>, status {}.</p>\n<h2>Cause</h2>\n<p>{}</p>\n<h2>Cure</h2>\n<p>{}</p>\n\
         <p><a href=\"/problems\">All problems</a> · <a href=\"/docs\">Reference</a></p>\n</main>\n</body>\n</html>\n",
        entry.code,
        entry.status,
        escape(entry.cause),
        escape(entry.cure),
    );
    html
}

/// The list of all kinds.
pub(crate) fn index() -> String {
    let mut html = head("Problems");
    html.push_str("<ul>\n");
    for code in Code::ALL {
        let entry = code.entry();
        let _ = writeln!(
            html,
            "<li><a href=\"/problems/{0}\"><code>{0}</code></a> ({1}): {2}</li>",
            entry.code,
            entry.status,
            escape(entry.title),
        );
    }
    html.push_str("</ul>\n</main>\n</body>\n</html>\n");
    html
}

/// The beginning of a page, up to and including its heading.
pub(crate) fn head(title: &str) -> String {
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title} – AIIA Keys</title>\n\
         </head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    )
}

/// A text that stands in HTML as it reads.
pub(crate) fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut html, c| {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
        html
    })
}
