//! Something that is said once, above what it is about.

use maud::{Markup, html};

use super::Icon;

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Caution,
    Bad,
}

/// A notice. One that tells of a failure is read out at once.
pub(crate) fn notice(tone: Tone, content: &Markup) -> Markup {
    let (class, icon, role) = match tone {
        Tone::Good => ("good", Icon::Good, "status"),
        Tone::Caution => ("caution", Icon::Caution, "note"),
        Tone::Bad => ("bad", Icon::Caution, "alert"),
    };
    html! { div.notice.(class) role=(role) { (icon) div { (content) } } }
}
