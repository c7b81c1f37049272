//! The life of a key as a bar.

use std::time::Duration;

use aiia_keys_domain::Timestamp;
use maud::{Markup, html};

use crate::web::when;

/// A key's life, from when it was made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifetime {
    pub(crate) created_at: Timestamp,
    pub(crate) now: Timestamp,
    /// From when rotation is due, where the key can still be rotated.
    pub(crate) rotation_due_at: Option<Timestamp>,
    /// When it ends, or ended: by its expiry or by being revoked.
    pub(crate) ends_at: Timestamp,
    /// What to call the end: `Expires`, `Expired`, `Revoked`.
    pub(crate) end: &'static str,
}

const WIDTH: i64 = 1000;

/// The bar: what is gone and what is ahead, with now and the rotation marked on it, and the same in words below.
pub(crate) fn lifetime(life: Lifetime) -> Markup {
    let now = place(life, life.now);
    let due = life.rotation_due_at.filter(|due| *due < life.ends_at);
    html! {
        figure {
            svg.chart.life viewBox="0 0 1000 32" preserveAspectRatio="none" aria-hidden="true" {
                rect.ahead x="0" y="7" width=(WIDTH) height="18" {}
                rect.gone x="0" y="7" width=(now) height="18" {}
                @if let Some(due) = due {
                    @let x = place(life, due);
                    line.mark.due x1=(x) x2=(x) y1="1" y2="31" vector-effect="non-scaling-stroke" {}
                }
                line.mark x1=(now) x2=(now) y1="1" y2="31" vector-effect="non-scaling-stroke" {}
            }
            figcaption {
                ul.legend {
                    li.gone { "Made " (when::day(life.created_at)) }
                    @if let Some(due) = due {
                        li.due { "Rotation due " (when::day(due)) " " (away(life.now, due)) }
                    }
                    li.ahead { (life.end) " " (when::day(life.ends_at)) " " (away(life.now, life.ends_at)) }
                }
            }
        }
    }
}

/// How far away an instant is.
fn away(now: Timestamp, at: Timestamp) -> Markup {
    let ahead = at.saturating_since(now);
    let words = if ahead > Duration::ZERO {
        format!("(in {})", when::span(ahead))
    } else {
        format!("({} ago)", when::span(now.saturating_since(at)))
    };
    html! { span.soft { (words) } }
}

/// Where an instant lies on the bar.
fn place(life: Lifetime, at: Timestamp) -> i64 {
    let since = |at: Timestamp| {
        at.unix_micros()
            .saturating_sub(life.created_at.unix_micros())
    };
    // In milliseconds, so that the product fits.
    ((since(at) / 1000) * WIDTH / (since(life.ends_at) / 1000).max(1)).clamp(0, WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(now: u64) -> Lifetime {
        let at = |days| Timestamp::UNIX_EPOCH.saturating_add(Duration::from_hours(24 * days));
        Lifetime {
            created_at: at(0),
            now: at(now),
            rotation_due_at: Some(at(90)),
            ends_at: at(100),
            end: "Expires",
        }
    }

    #[test]
    fn instants_lie_in_proportion_and_within_the_bar() {
        assert_eq!(place(life(25), life(25).now), 250);
        assert_eq!(place(life(25), life(200).now), WIDTH);
        assert_eq!(place(life(25), Timestamp::from_unix_micros(-5).unwrap()), 0);
    }

    #[test]
    fn the_bar_says_in_words_what_it_shows() {
        let shown = lifetime(life(95)).into_string();
        for words in ["1 Jan 1970", "(5 days ago)", "11 Apr 1970", "(in 5 days)"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        let early = Lifetime {
            rotation_due_at: Some(Timestamp::MAX),
            ..life(95)
        };
        assert!(
            !lifetime(early).into_string().contains("Rotation"),
            "it ends before"
        );
    }
}
