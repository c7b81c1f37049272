//! What `locate_key` answers.

use aiia_keys_domain::{Epoch, Grant, KeyDigest, KeyId, OrganizationId, PepperId, Standing};
use aiia_keys_ports::{KeyCredential, LocatedKey, StoreError};
use diesel::data_types::PgTimestamp;
use tokio_postgres::types::{FromSql, Type};

use crate::{convert::Row, key::row as key, rate_limit};

pub(super) fn read(found: &tokio_postgres::Row) -> Result<LocatedKey, StoreError> {
    let id = column(found, 1)?;
    let row = Row {
        table: "api_key",
        id,
    };
    let scopes: Vec<&str> = column(found, 2)?;
    let sources: Option<Vec<&str>> = column(found, 3)?;
    let Micros(expires_at) = column(found, 4)?;
    let standing = match (column(found, 5)?, column(found, 6)?) {
        (true, _) => Standing::KeyRevoked,
        (false, true) => Standing::OrganizationSuspended,
        (false, false) => Standing::Good,
    };
    let pepper: i32 = column(found, 7)?;
    let digest: &[u8] = column(found, 8)?;
    let epoch: i64 = column(found, 9)?;
    Ok(LocatedKey {
        grant: Grant {
            key: KeyId::from_uuid(id),
            organization: OrganizationId::from_uuid(column(found, 0)?),
            scopes: row.sound("scopes", key::scopes(&scopes))?,
            sources: row.sound("sources", key::sources(sources.as_deref()))?,
            rate_limit: row.sound(
                "rate_requests",
                rate_limit::read(column(found, 10)?, column(found, 11)?),
            )?,
            expires_at: row.at("expires_at", PgTimestamp(expires_at))?,
            standing,
        },
        found: KeyCredential {
            pepper: PepperId::new(row.sound("pepper", pepper.try_into().ok())?),
            digest: KeyDigest::from_bytes(row.bytes("digest", digest)?),
        },
        read_at: Epoch::new(row.sound("epoch", epoch.try_into().ok())?),
    })
}

/// A column; the error tells of types, not of content.
fn column<'a, T: FromSql<'a>>(
    found: &'a tokio_postgres::Row,
    index: usize,
) -> Result<T, StoreError> {
    found
        .try_get(index)
        .map_err(|error| StoreError::Corrupt(Box::new(error)))
}

/// A `timestamptz` as it travels: microseconds, no rounding.
struct Micros(i64);

impl<'a> FromSql<'a> for Micros {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(i64::from_be_bytes(raw.try_into()?)))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::TIMESTAMPTZ
    }
}
