//! Who calls: a program with a key, and a person who is signed in.

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::product::{NewKey, Person, send};

/// One of them.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) name: &'static str,
    /// How the tool is told to present itself.
    pub(super) configuration: &'static str,
    /// What the tool is given to present, in the way that the description says; secret.
    pub(super) credentials: String,
    /// The header that it stands in, as a whole; secret.
    pub(super) header: (&'static str, String),
    /// Its own id, with which nothing that could end its access is called.
    pub(super) id: String,
    /// Operations that are not called, by their ids: they would end its access.
    pub(super) excluded: &'static [&'static str],
    /// Operations that are called and never done: they take a secret that cannot be made up.
    pub(super) fruitless: &'static [&'static str],
    /// The security scheme of the description.
    pub(super) scheme: &'static str,
    /// What answers to who is accepted.
    pub(super) own: &'static str,
}

const SECRETS: &[&str] = &["signIn", "setUp", "acceptInvitation"];

impl Caller {
    pub(super) fn program(key: &NewKey) -> Self {
        let value = format!("ApiKey {}", key.key);
        Self {
            name: "program",
            configuration: "program.toml",
            credentials: value.clone(),
            header: ("Authorization", value),
            id: key.id.clone(),
            excluded: &["revokeSelf"],
            fruitless: SECRETS,
            scheme: "apiKey",
            own: "/api/v1/self",
        }
    }

    pub(super) fn person(person: &Person) -> Result<Self> {
        let cookie = person.cookie();
        let (_, value) = cookie.split_once('=').context("the cookie has no name")?;
        Ok(Self {
            name: "person",
            configuration: "person.toml",
            credentials: value.to_owned(),
            header: ("Cookie", cookie.to_owned()),
            id: person.id()?,
            excluded: &["signOut"],
            fruitless: SECRETS,
            scheme: "session",
            own: "/api/v1/session",
        })
    }

    /// Whether an operation is for it, as the description says.
    pub(super) fn may(&self, operation: &Value) -> bool {
        match operation["security"].as_array() {
            None => true,
            Some(schemes) => schemes
                .iter()
                .any(|scheme| scheme.get(self.scheme).is_some()),
        }
    }

    /// Whether the service still knows it.
    pub(super) fn is_accepted(&self, address: &str) -> Result<bool> {
        let (name, value) = &self.header;
        let headers = [(*name, value.as_str())];
        let answer = send(address, "GET", self.own, &headers, None)?;
        ensure!(
            [200, 401].contains(&answer.status),
            "{} answers {}",
            self.own,
            answer.status
        );
        Ok(answer.status == 200)
    }
}

#[cfg(test)]
impl Caller {
    pub(super) fn example() -> Self {
        Self::program(&NewKey {
            id: "id".to_owned(),
            key: "key".to_owned(),
        })
    }
}
