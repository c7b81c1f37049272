//! Connectors: where a universe may be pulled from over HTTP, with what, how often it is
//! tried, and what becomes of a run that does it.

pub(crate) mod address;
pub(crate) mod credentials;
pub(crate) mod fetch;
pub(crate) mod format;
pub(crate) mod retry;
pub(crate) mod rules;
pub(crate) mod run;
pub(crate) mod run_log;
pub(crate) mod sealed;
pub(crate) mod source_url;

use aiia_keys_domain::{Actor, OrganizationId, Timestamp};

use self::{format::SourceFormat, sealed::SealedCredentials, source_url::SourceUrl};
use crate::{ConnectorId, ConnectorName};

/// A place that an organization's universe is pulled from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connector {
    /// Its id.
    pub id: ConnectorId,
    /// Whose it is.
    pub organization: OrganizationId,
    /// What people call it.
    pub name: ConnectorName,
    /// What is fetched.
    pub url: SourceUrl,
    /// How the source writes the universe.
    pub format: SourceFormat,
    /// What the source is shown, sealed.
    pub credentials: SealedCredentials,
    /// When it was created.
    pub created_at: Timestamp,
    /// Who created it.
    pub created_by: Actor,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

/// What to change about a connector. What is not set stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectorRevision {
    /// What it shall be called.
    pub name: Option<ConnectorName>,
    /// What shall be fetched.
    pub url: Option<SourceUrl>,
    /// How the source writes the universe.
    pub format: Option<SourceFormat>,
    /// What the source shall be shown, sealed.
    pub credentials: Option<SealedCredentials>,
}

/// Credentials would go to a source that they were not given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "url has another scheme, host or port, and the credentials were given for the one before: give \
     the credentials anew, or none"
)]
pub struct OtherOrigin;

impl Connector {
    /// The connector as the revision has it.
    ///
    /// Credentials stay with the origin that they were given for: who may change a connector cannot
    /// read its credentials, and so must not be able to have them sent to a host of their own.
    ///
    /// # Errors
    /// When the origin changes and the credentials do not.
    pub fn revise(self, revision: ConnectorRevision, now: Timestamp) -> Result<Self, OtherOrigin> {
        let url = revision.url.unwrap_or_else(|| self.url.clone());
        let kept = revision.credentials.is_none() && self.credentials.secret().is_some();
        if kept && !url.has_origin_of(&self.url) {
            return Err(OtherOrigin);
        }
        Ok(Self {
            name: revision.name.unwrap_or(self.name),
            url,
            format: revision.format.unwrap_or(self.format),
            credentials: revision.credentials.unwrap_or(self.credentials),
            updated_at: now,
            ..self
        })
    }
}

#[cfg(test)]
mod tests;
