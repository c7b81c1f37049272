//! Short words with a ground of their own.

use aiia_keys_domain::{ScopeSet, Status};
use maud::{Markup, html};

use super::Icon;

/// What a key is: in words, with a picture, and only then by colour.
pub(crate) fn status(status: Status) -> Markup {
    let (class, icon, word) = match status {
        Status::Active => ("good", Icon::Active, "Active"),
        Status::Expired => ("over", Icon::Expired, "Expired"),
        Status::Revoked => ("bad", Icon::Revoked, "Revoked"),
    };
    html! { span.chip.(class) { (icon) (word) } }
}

/// What a key may do.
pub(crate) fn scopes(scopes: &ScopeSet) -> Markup {
    html! { ul.chips { @for scope in scopes.iter() { li.chip.mono { (scope) } } } }
}
