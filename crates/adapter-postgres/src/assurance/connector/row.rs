//! A connector as a row.

use aiia_keys_assurance::{Connector, ConnectorId, SealedCredentials, SourceUrl};
use aiia_keys_domain::{OrganizationId, PepperId};
use aiia_keys_ports::{Sealed, StoreError, Stored, Version};
use diesel::{data_types::PgTimestamp, prelude::*};
use uuid::Uuid;

use crate::{
    assurance::tables::connector,
    convert::{Row, instant, number},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = connector)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct ConnectorRow {
    org_id: Uuid,
    id: Uuid,
    name: String,
    url: String,
    format: String,
    credential_scheme: Option<String>,
    credential_pepper: Option<i32>,
    sealed_credentials: Option<Vec<u8>>,
    created_at: PgTimestamp,
    created_by: String,
    updated_at: PgTimestamp,
    version: i64,
}

impl ConnectorRow {
    pub(super) fn read(self) -> Result<Stored<Connector>, StoreError> {
        let row = Row {
            table: "connector",
            id: self.id,
        };
        let credentials = match (
            self.credential_scheme,
            self.credential_pepper,
            self.sealed_credentials,
        ) {
            (None, None, None) => SealedCredentials::None,
            (Some(scheme), Some(pepper), Some(bytes)) => SealedCredentials::Some {
                scheme: row.parse("credential_scheme", &scheme)?,
                secret: Sealed {
                    pepper: PepperId::new(row.sound("credential_pepper", pepper.try_into().ok())?),
                    bytes,
                },
            },
            _ => return Err(row.unreadable("sealed_credentials")),
        };
        let value = Connector {
            id: ConnectorId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            name: row.parse("name", &self.name)?,
            url: row.sound("url", SourceUrl::from_stored(&self.url).ok())?,
            format: row.parse("format", &self.format)?,
            credentials,
            created_at: row.at("created_at", self.created_at)?,
            created_by: row.parse("created_by", &self.created_by)?,
            updated_at: row.at("updated_at", self.updated_at)?,
        };
        Ok(Stored {
            value,
            version: row.version(self.version)?,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = connector)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewConnectorRow {
    org_id: Uuid,
    id: Uuid,
    created_at: PgTimestamp,
    created_by: String,
    #[diesel(embed)]
    change: ConnectorChange,
}

impl NewConnectorRow {
    pub(super) fn of(connector: &Connector) -> Self {
        Self {
            org_id: *connector.organization.as_uuid(),
            id: *connector.id.as_uuid(),
            created_at: instant(connector.created_at),
            created_by: connector.created_by.to_string(),
            change: ConnectorChange::of(connector, Version::FIRST),
        }
    }
}

/// What can be changed.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = connector)]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct ConnectorChange {
    name: String,
    url: String,
    format: &'static str,
    credential_scheme: Option<String>,
    credential_pepper: Option<i32>,
    sealed_credentials: Option<Vec<u8>>,
    updated_at: PgTimestamp,
    version: i64,
}

impl ConnectorChange {
    pub(super) fn of(connector: &Connector, version: Version) -> Self {
        let credentials = &connector.credentials;
        let secret = credentials.secret();
        Self {
            name: connector.name.as_str().to_owned(),
            url: connector.url.as_str().to_owned(),
            format: connector.format.as_str(),
            credential_scheme: credentials
                .scheme()
                .map(|scheme| scheme.as_str().to_owned()),
            credential_pepper: secret.map(|secret| secret.pepper.get().into()),
            sealed_credentials: secret.map(|secret| secret.bytes.clone()),
            updated_at: instant(connector.updated_at),
            version: number(version),
        }
    }
}
