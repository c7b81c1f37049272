//! A person who is signed in, and what they do over HTTP.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::http::{Answer, send};

/// A session.
#[derive(Debug)]
pub(crate) struct Person {
    address: String,
    origin: String,
    cookie: String,
}

impl Person {
    /// Signs in.
    pub(crate) fn sign_in(
        address: &str,
        organization: &str,
        email: &str,
        password: &str,
    ) -> Result<Self> {
        let body = json!({ "organization": organization, "email": email, "password": password });
        let answer = send(address, "POST", "/api/v1/session", &[], Some(&body))?;
        ensure!(
            answer.status == 201,
            "signing in: {} {}",
            answer.status,
            answer.body
        );
        let cookie = answer.header("Set-Cookie").context("there is no cookie")?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(Self {
            address: address.to_owned(),
            origin: format!("http://{address}"),
            cookie,
        })
    }

    /// What must appear nowhere: the token in the cookie.
    pub(crate) fn token(&self) -> &str {
        self.cookie.rsplit('.').next().unwrap_or_default()
    }

    /// What their browser sends; secret.
    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Their own id.
    pub(crate) fn id(&self) -> Result<String> {
        let session: Value = serde_json::from_str(&self.get("/api/v1/session")?.body)?;
        let id = session["member"]["id"].as_str().map(str::to_owned);
        id.context("the session does not say whose it is")
    }

    /// Reads something.
    pub(crate) fn get(&self, path: &str) -> Result<Answer> {
        let headers = [("Cookie", self.cookie.as_str())];
        send(&self.address, "GET", path, &headers, None)
    }

    /// Asks for something that makes something new.
    pub(crate) fn post(&self, path: &str, body: &Value) -> Result<Answer> {
        self.write("POST", path, Some(body))
    }

    /// Asks for something about which no more is to be said.
    pub(crate) fn ask(&self, path: &str) -> Result<Answer> {
        self.write("POST", path, None)
    }

    /// Changes something.
    pub(crate) fn patch(&self, path: &str, body: &Value) -> Result<Answer> {
        self.write("PATCH", path, Some(body))
    }

    fn write(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer> {
        let headers = [("Cookie", self.cookie.as_str()), ("Origin", &self.origin)];
        send(&self.address, method, path, &headers, body)
    }

    /// Generates a key with one scope.
    pub(crate) fn generate(&self, label: &str, scope: &str) -> Result<NewKey> {
        let body = json!({
            "label": label, "scopes": [scope], "expiration": { "period": "90d" },
        });
        NewKey::read(&self.post("/api/v1/keys", &body)?)
    }
}

/// A key that was just made.
#[derive(Debug)]
pub(crate) struct NewKey {
    pub(crate) id: String,
    pub(crate) key: String,
}

impl NewKey {
    pub(crate) fn read(answer: &Answer) -> Result<Self> {
        ensure!(answer.status == 201, "{} {}", answer.status, answer.body);
        Ok(Self {
            id: answer.field("id")?,
            key: answer.field("key")?,
        })
    }
}
