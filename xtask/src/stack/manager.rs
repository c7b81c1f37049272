//! Whoever manages the keys of an organization, over HTTP.

use std::{fmt, net::SocketAddr};

use anyhow::Result;
use serde_json::{Value, json};

use super::Stack;
use crate::product::{Answer, NewKey, send};

/// A key that may do everything in one organization.
pub(crate) struct Manager {
    authorization: String,
}

/// Without the key.
impl fmt::Debug for Manager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Manager")
    }
}

impl Manager {
    /// Founds an organization that may have any number of keys, and makes a key for its manager.
    pub(crate) fn found(stack: &Stack, organization: &str) -> Result<Self> {
        let cli = &stack.cli;
        cli.run(&["org", "found", organization, "Measured"])?;
        stack.postgres.execute(&format!(
            "UPDATE aiia_keys.organization SET maximum_active_keys = 4294967295 \
             WHERE slug = '{organization}'"
        ))?;
        let generate = ["key", "--org", organization, "generate"];
        let what = ["--label", "Manager", "--scope", "admin:*"];
        let key = cli.run(&[&generate[..], &what].concat())?;
        Ok(Self {
            authorization: format!("ApiKey {}", key.trim_end()),
        })
    }

    /// Asks a node for something.
    pub(crate) fn call(
        &self,
        node: SocketAddr,
        method: &str,
        path: &str,
        body: &Value,
    ) -> Result<Answer> {
        let headers = [("Authorization", self.authorization.as_str())];
        send(&node.to_string(), method, path, &headers, Some(body))
    }

    /// Asks a node to generate a key.
    pub(crate) fn generate(&self, node: SocketAddr, scopes: &[&str]) -> Result<NewKey> {
        let body = json!({
            "label": "Measured", "scopes": scopes, "expiration": { "period": "30d" },
        });
        NewKey::read(&self.call(node, "POST", "/api/v1/keys", &body)?)
    }

    /// Asks a node to revoke a key.
    pub(crate) fn revoke(&self, node: SocketAddr, id: &str) -> Result<Answer> {
        let path = format!("/api/v1/keys/{id}/revoke");
        self.call(node, "POST", &path, &json!({ "reason": "measured" }))
    }
}
