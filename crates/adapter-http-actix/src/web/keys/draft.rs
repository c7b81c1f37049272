//! What was typed about when a key shall end, and the fields for it.

use aiia_keys_domain::{Expiration, Timestamp};
use maud::{Markup, html};

use crate::{
    problem::Problem,
    web::{
        components::{Choice, Errors, error, radio},
        form::Form,
        visit::Visit,
        when,
    },
};

/// A choice of expiration, as it was typed.
#[derive(Clone, Debug)]
pub(super) struct End {
    /// `30d`, `90d`, `1y` or `custom`; `same` where a key is replaced.
    pub(super) period: String,
    /// The last day, of a custom choice.
    pub(super) last_day: String,
}

const PERIODS: [(&str, &str, Expiration); 3] = [
    ("30d", "30 days", Expiration::Days30),
    ("90d", "90 days", Expiration::Days90),
    ("1y", "1 year", Expiration::OneYear),
];

impl End {
    pub(super) fn read(form: &Form) -> Self {
        Self {
            period: form.text("expiration").to_owned(),
            last_day: form.text("last_day").trim().to_owned(),
        }
    }

    /// The expiration that was chosen.
    ///
    /// # Errors
    /// When none was, or the day is none.
    pub(super) fn expiration(&self) -> Result<Expiration, Problem> {
        if self.period == "custom" {
            return when::end_of(&self.last_day)
                .map(Expiration::At)
                .ok_or_else(|| {
                    Problem::field("expiration", "choose the last day, such as 2027-12-31")
                });
        }
        self.period
            .parse()
            .map_err(|_| Problem::field("expiration", "choose when the key ends"))
    }

    /// The fields. `first` is one more choice, before the others.
    pub(super) fn show(&self, visit: &Visit, errors: &Errors, first: Option<Choice<'_>>) -> Markup {
        let maximum = visit.organization.policy().maximum_lifetime;
        let refusal = format!("Your organization's policy allows {maximum} at most.");
        let wrong = errors.of("expiration").is_some();
        html! {
            fieldset id="expiration" aria-describedby=[wrong.then_some("expiration-error")] {
                legend { "Expiration" }
                div.choices.row {
                    @if let Some(first) = first { (radio(&first)) }
                    @for (value, word, period) in PERIODS {
                        @let allowed = period.resolve(visit.now, maximum).is_ok();
                        (radio(&Choice {
                            name: "expiration",
                            value,
                            label: html! { (word) },
                            chosen: self.period == value && allowed,
                            refused: (!allowed).then_some(refusal.as_str()),
                        }))
                    }
                    (radio(&Choice {
                        name: "expiration", value: "custom", label: html! { "Custom" },
                        chosen: self.period == "custom", refused: None,
                    }))
                }
                div.field.custom {
                    label for="last_day" { "Last day" }
                    p.hint id="last_day-hint" {
                        "The key works until the end of this day (UTC), at the latest "
                        (when::day_text(latest(visit))) "."
                    }
                    input.short id="last_day" name="last_day" type="date" value=(self.last_day)
                        min=(when::field(visit.now)) max=(when::field(latest(visit)))
                        aria-invalid=[wrong.then_some("true")] aria-describedby="last_day-hint";
                }
                (error("expiration", errors, "expiration"))
            }
        }
    }
}

/// The last day whose end the policy allows.
fn latest(visit: &Visit) -> Timestamp {
    let maximum = visit.organization.policy().maximum_lifetime;
    let day = std::time::Duration::from_hours(24);
    visit
        .now
        .saturating_add(maximum.duration())
        .saturating_sub(day)
}
