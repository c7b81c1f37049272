//! Where a key may be used from.

use aiia_keys_domain::SourceAddresses;
use maud::{Markup, html};

use crate::{
    problem::Problem,
    routes::keys::body,
    web::components::{Errors, error},
};

/// Blocks as they were typed, one a line or with blanks between them; none stand for anywhere.
///
/// # Errors
/// When one is none.
pub(super) fn read(text: &str) -> Result<SourceAddresses, Problem> {
    let blocks: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if blocks.is_empty() {
        return Ok(SourceAddresses::Anywhere);
    }
    body::sources(&blocks)
}

/// Blocks as they are typed.
pub(super) fn text(sources: &SourceAddresses) -> String {
    match sources {
        SourceAddresses::Anywhere => String::new(),
        SourceAddresses::Only(list) => {
            let blocks: Vec<String> = list.iter().map(ToString::to_string).collect();
            blocks.join("\n")
        }
    }
}

/// The field: asked for when `required`, offered otherwise.
pub(super) fn field(typed: &str, hint: &str, required: bool, errors: &Errors) -> Markup {
    let wrong = errors.of("sources").is_some();
    html! {
        details open[required || wrong || !typed.is_empty()] {
            summary { "Addresses" }
            div.field {
                label for="sources" { "Networks that it may be used from" }
                p.hint id="sources-hint" { (hint) }
                textarea id="sources" name="sources" rows="3" spellcheck="false"
                    aria-invalid=[wrong.then_some("true")] aria-describedby="sources-hint" { (typed) }
                (error("sources", errors, "sources"))
            }
        }
    }
}
