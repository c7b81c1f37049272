//! Small pictures. They repeat what stands beside them in words, so that they are hidden from who listens.

use maud::{Markup, Render, html};

/// A picture of one line, in the colour of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    Active,
    Caution,
    Copy,
    Down,
    Expired,
    Good,
    Key,
    Plus,
    Revoked,
    Up,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Active | Self::Good => {
                "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 0 0 0-12.5M5.25 8.25l2 2l3.75-4.25"
            }
            Self::Caution => "M8 2L1.75 13.5h12.5zM8 6.5v3.25M8 11.6v.15",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::Down => "M8 3v10M4.5 9.5L8 13l3.5-3.5",
            Self::Expired => {
                "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 0 0 0-12.5M8 4.75V8l2.25 1.75"
            }
            Self::Key => "M5.25 5a3 3 0 1 0 0 6a3 3 0 0 0 0-6M8.25 8h6M12 8v2.5",
            Self::Plus => "M8 2.5v11M2.5 8h11",
            Self::Revoked => {
                "M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 0 0 0-12.5M3.75 12.25l8.5-8.5"
            }
            Self::Up => "M8 13V3M4.5 6.5L8 3l3.5 3.5",
        }
    }
}

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.icon viewBox="0 0 16 16" aria-hidden="true" {
                path d=(self.path()) {}
            }
        }
    }
}
