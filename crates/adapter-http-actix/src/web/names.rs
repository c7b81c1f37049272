//! What the people and keys of an organization are called.

use std::collections::HashMap;

use aiia_keys_domain::{Actor, KeyId, MemberId, Subject};
use aiia_keys_usecases::{key, member};
use maud::{Markup, html};

use super::visit::Visit;
use crate::problem::{Code, Problem};

/// Names, looked up once for a page.
#[derive(Debug, Default)]
pub(crate) struct Names {
    members: HashMap<MemberId, String>,
    keys: HashMap<KeyId, String>,
}

impl Names {
    /// The names of the members, and of these keys as far as they are there.
    ///
    /// # Errors
    /// When they cannot be looked up.
    pub(crate) async fn load(
        visit: &Visit,
        keys: impl IntoIterator<Item = KeyId>,
    ) -> Result<Self, Problem> {
        let env = &visit.state.env;
        let members = member::list::list(env, &visit.caller)
            .await
            .map_err(unlisted)?;
        let mut names = Self::default();
        for member in members {
            let name = member.value.name().to_string();
            names.members.insert(member.value.id(), name);
        }
        for id in keys {
            if names.keys.contains_key(&id) {
                continue;
            }
            match key::find::find(env, &visit.caller, id)
                .await
                .map_err(Problem::from)
            {
                Ok(key) => {
                    names.keys.insert(id, key.value.data().label.to_string());
                }
                Err(problem) if problem.code() == Code::NotFound => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(names)
    }

    /// Who did something.
    pub(crate) fn actor(&self, actor: &Actor) -> Markup {
        match actor {
            Actor::Member(id) => self.member(*id),
            Actor::Key(id) => html! { "the key " (self.key(*id)) },
            Actor::Operator => html! { "the operator" },
            Actor::System => html! { "the system" },
            other => html! { (other) },
        }
    }

    /// What something was done to.
    pub(crate) fn subject(&self, subject: &Subject) -> Markup {
        match subject {
            Subject::Organization => html! { "the organization" },
            Subject::Key(id) => self.key(*id),
            Subject::Member(id) => self.member(*id),
            Subject::Session(_) => html! { "a session" },
            other => html! { (other) },
        }
    }

    fn member(&self, id: MemberId) -> Markup {
        html! {
            @if let Some(name) = self.members.get(&id) { (name) } @else { span title=(id) { "a former member" } }
        }
    }

    /// A key, with the way to its page.
    pub(crate) fn key(&self, id: KeyId) -> Markup {
        let label = self.keys.get(&id).map_or("a key", String::as_str);
        html! { a href={ "/settings/keys/" (id) } { (label) } }
    }
}

/// Why members could not be listed.
pub(crate) fn unlisted(error: member::list::Error) -> Problem {
    match error {
        member::list::Error::Forbidden(error) => error.into(),
        member::list::Error::Store(error) => error.into(),
    }
}

/// The key that an actor is.
pub(crate) fn key_of(actor: &Actor) -> Option<KeyId> {
    match actor {
        Actor::Key(id) => Some(*id),
        _ => None,
    }
}
