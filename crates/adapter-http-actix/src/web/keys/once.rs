//! A form that was sent already is not done again: going back or loading anew must not make a key.

use aiia_keys_domain::{Key, Label, Timestamp};
use aiia_keys_ports::{PageLimit, PageRequest};
use aiia_keys_usecases::key::list::{self, Query};
use maud::{Markup, html};

use crate::{
    problem::Problem,
    web::{form::Form, visit::Visit},
};

/// The field that says when the form was opened.
const FIELD: &str = "opened";

/// The instant at which a form was opened, in its field.
pub(super) fn field(opened: Timestamp) -> Markup {
    html! { input type="hidden" name=(FIELD) value=(opened.unix_micros()); }
}

/// When the form that was sent had been opened. Without a word of it, it was just now.
pub(super) fn read(visit: &Visit, form: &Form) -> Timestamp {
    let micros = form.text(FIELD).parse().ok();
    micros
        .and_then(Timestamp::from_unix_micros)
        .unwrap_or(visit.now)
}

/// The key that the same form made before: of this label, by who sends it, since it was opened.
///
/// The database knows it and not this node, so that it holds whichever node is asked next.
///
/// # Errors
/// When keys cannot be listed.
pub(super) async fn made_before(
    visit: &Visit,
    label: &Label,
    opened: Timestamp,
) -> Result<Option<Key>, Problem> {
    let query = Query {
        label_contains: Some(label.as_str().to_owned()),
        page: PageRequest {
            after: None,
            limit: PageLimit::MAX,
        },
        ..Query::default()
    };
    let page = list::list(&visit.state.env, &visit.caller, query).await?;
    let made = page.items.into_iter().map(|key| key.value).find(|key| {
        let data = key.data();
        data.label == *label
            && data.created_by == visit.caller.actor
            && data.created_at >= opened
            && data.predecessor.is_none()
    });
    Ok(made)
}
