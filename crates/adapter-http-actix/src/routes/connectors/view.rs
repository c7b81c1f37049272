//! A connector as the API shows it.

use aiia_keys_assurance::{Connector, ConnectorId, CredentialScheme};
use aiia_keys_domain::{Actor, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::credentials::Scheme;
use crate::text::Text;

/// A place that the universe is pulled from.
#[derive(Serialize, ToSchema)]
#[schema(as = Connector)]
pub(crate) struct ConnectorView<'a> {
    /// Names the connector.
    #[schema(value_type = String, format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090e")]
    id: Text<ConnectorId>,
    /// What people call it.
    #[schema(example = "Group register")]
    name: &'a str,
    /// What is fetched.
    #[schema(example = "https://register.example.com/units.json")]
    url: &'a str,
    /// How the source writes the universe.
    #[schema(value_type = SourceFormat)]
    format: &'static str,
    /// What the source is shown.
    credentials: CredentialsView,
    /// When it was created.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:00Z")]
    created_at: Text<Timestamp>,
    /// Who created it: `member:<id>`, `key:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "key:01890a5d-ac96-774b-bcce-b302099a8057")]
    created_by: Text<&'a Actor>,
    /// When it was changed last.
    #[schema(value_type = String, format = DateTime, example = "2026-01-31T12:00:00Z")]
    updated_at: Text<Timestamp>,
}

/// What kind of credentials there are; they themselves are never shown.
#[derive(Serialize, ToSchema)]
#[schema(as = SealedCredentials)]
pub(crate) struct CredentialsView {
    /// What kind they are.
    #[schema(value_type = Scheme)]
    scheme: &'static str,
}

/// How a source writes the universe.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its names are used, to describe the API")]
pub(crate) enum SourceFormat {
    /// As JSON.
    Json,
    /// As CSV.
    Csv,
    /// As its `Content-Type` says.
    Declared,
}

impl<'a> From<&'a Connector> for ConnectorView<'a> {
    fn from(connector: &'a Connector) -> Self {
        let scheme = connector.credentials.scheme();
        Self {
            id: Text(connector.id),
            name: connector.name.as_str(),
            url: connector.url.as_str(),
            format: connector.format.as_str(),
            credentials: CredentialsView {
                scheme: scheme.map_or("none", CredentialScheme::as_str),
            },
            created_at: Text(connector.created_at),
            created_by: Text(&connector.created_by),
            updated_at: Text(connector.updated_at),
        }
    }
}
