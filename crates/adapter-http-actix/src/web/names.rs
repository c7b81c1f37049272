//! What the people and keys of an organization are called.

use std::collections::HashMap;

use aiia_keys_domain::{Actor, KeyId, MemberId, MemberState, Subject};
use aiia_keys_usecases::{key, member};
use maud::{Markup, html};

use super::visit::Visit;
use crate::problem::{Code, Problem};

/// Somebody or something that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Named {
    Key(KeyId),
    Member(MemberId),
}

impl Named {
    /// Who did something.
    pub(crate) fn actor(actor: &Actor) -> Option<Self> {
        match actor {
            Actor::Key(id) => Some(Self::Key(*id)),
            Actor::Member(id) => Some(Self::Member(*id)),
            _ => None,
        }
    }

    /// What something was done to.
    pub(crate) fn subject(subject: &Subject) -> Option<Self> {
        match subject {
            Subject::Key(id) => Some(Self::Key(*id)),
            Subject::Member(id) => Some(Self::Member(*id)),
            _ => None,
        }
    }
}

/// Names, each looked up once for a page.
#[derive(Debug, Default)]
pub(crate) struct Names(HashMap<Named, String>);

impl Names {
    /// The names of these, as far as they are there.
    ///
    /// # Errors
    /// When they cannot be looked up.
    pub(crate) async fn load(
        visit: &Visit,
        wanted: impl IntoIterator<Item = Named>,
    ) -> Result<Self, Problem> {
        let mut names = Self::default();
        for named in wanted {
            if names.0.contains_key(&named) {
                continue;
            }
            match look_up(visit, named).await {
                Ok(name) => {
                    names.0.insert(named, name);
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
        let name = self.0.get(&Named::Member(id));
        html! { (name.map_or("a member", String::as_str)) }
    }

    /// A key, with the way to its page.
    pub(crate) fn key(&self, id: KeyId) -> Markup {
        let label = self.0.get(&Named::Key(id));
        html! { a href={ "/settings/keys/" (id) } { (label.map_or("a key", String::as_str)) } }
    }
}

async fn look_up(visit: &Visit, named: Named) -> Result<String, Problem> {
    let (env, caller) = (&visit.state.env, &visit.caller);
    match named {
        Named::Key(id) => {
            let key = key::find::find(env, caller, id).await?;
            Ok(key.value.data().label.to_string())
        }
        Named::Member(id) => {
            let member = member::find::find(env, caller, id).await?.value;
            Ok(match member.state() {
                MemberState::Active => member.name().to_string(),
                MemberState::Removed { .. } => format!("{} (removed)", member.name()),
            })
        }
    }
}
