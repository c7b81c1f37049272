//! Fields of forms, each with its label, its hint and its error.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Icon;
use crate::problem::Problem;

/// What is wrong with a form, by field; under the empty name what is wrong with all of it.
#[derive(Debug, Default)]
pub(crate) struct Errors(BTreeMap<&'static str, String>);

impl Errors {
    /// Keeps what is wrong with a field; the first word about it stands.
    pub(crate) fn put(&mut self, field: &'static str, problem: &Problem) {
        let words = sentence(problem.detail());
        self.0.entry(field).or_insert(words);
    }

    /// The value that was read, or `None` and a word about the field.
    pub(crate) fn take<T>(&mut self, field: &'static str, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.put(field, &problem)).ok()
    }

    /// What is wrong with a field.
    pub(crate) fn of(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }
}

/// The words of the API for people: without the name of the field in front, as a sentence.
pub(crate) fn sentence(detail: &str) -> String {
    const NAMES: [&str; 6] = [
        "scopes: ",
        "allowed_cidrs: ",
        "overlap: ",
        "expiration: ",
        "email: ",
        "label: ",
    ];
    let detail = NAMES
        .iter()
        .find_map(|name| detail.strip_prefix(name))
        .unwrap_or(detail);
    let mut letters = detail.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    let mut words = first.unwrap_or_default() + letters.as_str();
    if !words.ends_with(['.', '?']) {
        words.push('.');
    }
    words
}

/// What is wrong with a field, below it.
pub(crate) fn error(id: &str, errors: &Errors, field: &str) -> Markup {
    html! {
        @if let Some(words) = errors.of(field) {
            p.error id={ (id) "-error" } { (Icon::Caution) span { (words) } }
        }
    }
}

/// A field of one line.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    /// Names it on the page.
    pub(crate) id: &'a str,
    /// Names it in the form, and in the errors.
    pub(crate) name: &'a str,
    pub(crate) label: &'a str,
    pub(crate) hint: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) value: &'a str,
    /// What browsers may fill in.
    pub(crate) autocomplete: &'a str,
    pub(crate) required: bool,
}

impl Field<'_> {
    /// The field, with what is wrong with it.
    pub(crate) fn show(&self, errors: &Errors) -> Markup {
        let wrong = errors.of(self.name).is_some();
        let described = described(self.id, !self.hint.is_empty(), wrong);
        html! {
            div.field {
                label for=(self.id) { (self.label) }
                @if !self.hint.is_empty() { p.hint id={ (self.id) "-hint" } { (self.hint) } }
                input id=(self.id) name=(self.name) type=(self.kind) value=(self.value)
                    autocomplete=(self.autocomplete) required[self.required]
                    aria-invalid=[wrong.then_some("true")] aria-describedby=[described];
                (error(self.id, errors, self.name))
            }
        }
    }
}

/// The ids of what describes a field.
fn described(id: &str, hint: bool, wrong: bool) -> Option<String> {
    let parts = [
        hint.then(|| format!("{id}-hint")),
        wrong.then(|| format!("{id}-error")),
    ];
    let all: Vec<String> = parts.into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join(" "))
}

/// One of several things to choose.
#[derive(Debug)]
pub(crate) struct Choice<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
    pub(crate) label: Markup,
    pub(crate) chosen: bool,
    /// Why it cannot be chosen, if it cannot.
    pub(crate) refused: Option<&'a str>,
}

/// One of several, of which one is chosen.
pub(crate) fn radio(choice: &Choice<'_>) -> Markup {
    html! {
        label.choice {
            input type="radio" name=(choice.name) value=(choice.value) checked[choice.chosen]
                disabled[choice.refused.is_some()];
            span { (choice.label) @if let Some(why) = choice.refused { small { (why) } } }
        }
    }
}

/// One of several, of which any may be chosen; `words` say what it stands for in a sentence.
pub(crate) fn choice(choice: &Choice<'_>, words: &str) -> Markup {
    html! {
        label.choice {
            input type="checkbox" name=(choice.name) value=(choice.value) checked[choice.chosen]
                disabled[choice.refused.is_some()] data-words=(words);
            span { (choice.label) @if let Some(why) = choice.refused { small { (why) } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_api_become_sentences() {
        assert_eq!(sentence("scopes: none was given"), "None was given.");
        assert_eq!(sentence("label is empty"), "Label is empty.");
        assert_eq!(sentence("Really?"), "Really?");
    }

    #[test]
    fn the_first_word_about_a_field_stands() {
        let mut errors = Errors::default();
        errors.put("label", &Problem::field("label", "first"));
        errors.put("label", &Problem::field("label", "second"));
        assert_eq!(
            (errors.of("label"), errors.of("other")),
            (Some("First."), None)
        );
    }
}
