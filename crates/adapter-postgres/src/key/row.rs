//! A key as a row.

use aiia_keys_domain::{
    AddressList, Key, KeyData, KeyId, KeyState, NonEmptyScopes, OrganizationId, Revocation, Scope,
    ScopeSet, SourceAddresses,
};
use aiia_keys_ports::{KeyCredential, StoreError, Stored, Version};
use diesel::{data_types::PgTimestamp, prelude::*};
use uuid::Uuid;

use crate::{
    convert::{Row, instant, number},
    rate_limit,
    tables::api_key,
};

/// Everything but the digest, which cannot be read back.
#[derive(Queryable, Selectable)]
#[diesel(table_name = api_key)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct KeyRow {
    org_id: Uuid,
    id: Uuid,
    label: String,
    scopes: Vec<String>,
    sources: Option<Vec<String>>,
    rate_requests: Option<i32>,
    rate_seconds: Option<i32>,
    last_four: String,
    created_at: PgTimestamp,
    created_by: String,
    expires_at: PgTimestamp,
    predecessor_id: Option<Uuid>,
    successor_id: Option<Uuid>,
    rotated_at: Option<PgTimestamp>,
    revoked_at: Option<PgTimestamp>,
    revoked_by: Option<String>,
    revocation_reason: Option<String>,
    version: i64,
}

impl KeyRow {
    pub(super) fn read(self) -> Result<Stored<Key>, StoreError> {
        let row = Row {
            table: "api_key",
            id: self.id,
        };
        let state = self.state(row)?;
        let version = row.version(self.version)?;
        let data = KeyData {
            id: KeyId::from_uuid(self.id),
            organization: OrganizationId::from_uuid(self.org_id),
            label: row.parse("label", &self.label)?,
            scopes: row.sound("scopes", scopes(&self.scopes))?,
            sources: row.sound("sources", sources(self.sources.as_deref()))?,
            rate_limit: row.sound(
                "rate_requests",
                rate_limit::read(self.rate_requests, self.rate_seconds),
            )?,
            mask: row.parse("last_four", &self.last_four)?,
            created_at: row.at("created_at", self.created_at)?,
            created_by: row.parse("created_by", &self.created_by)?,
            expires_at: row.at("expires_at", self.expires_at)?,
            predecessor: self.predecessor_id.map(KeyId::from_uuid),
            state,
        };
        Ok(Stored {
            value: Key::from_stored(data),
            version,
        })
    }

    fn state(&self, row: Row<Uuid>) -> Result<KeyState, StoreError> {
        let successor = self.successor_id.map(KeyId::from_uuid);
        match (
            self.revoked_at,
            &self.revoked_by,
            successor,
            self.rotated_at,
        ) {
            (None, None, None, None) => Ok(KeyState::Issued),
            (None, None, Some(successor), Some(at)) => Ok(KeyState::Rotated {
                successor,
                at: row.at("rotated_at", at)?,
            }),
            (Some(at), Some(by), successor, None) => {
                let at = row.at("revoked_at", at)?;
                let by = row.parse("revoked_by", by)?;
                let reason = self.revocation_reason.as_deref();
                let reason = reason
                    .map(|text| row.parse("revocation_reason", text))
                    .transpose()?;
                Ok(KeyState::Revoked(Revocation {
                    at,
                    by,
                    reason,
                    successor,
                }))
            }
            _ => Err(row.unreadable("revoked_at")),
        }
    }
}

/// Scopes from their text forms; none or an unknown form makes no sense.
pub(crate) fn scopes<T: AsRef<str>>(texts: &[T]) -> Option<NonEmptyScopes> {
    let scopes = texts.iter().map(|text| text.as_ref().parse::<Scope>().ok());
    NonEmptyScopes::new(scopes.collect::<Option<ScopeSet>>()?).ok()
}

/// Addresses from their text forms; nothing stands for anywhere.
pub(crate) fn sources<T: AsRef<str>>(texts: Option<&[T]>) -> Option<SourceAddresses> {
    match texts {
        None => Some(SourceAddresses::Anywhere),
        Some(texts) => AddressList::parse_all(texts)
            .ok()
            .map(SourceAddresses::Only),
    }
}

pub(crate) fn scope_texts(scopes: &ScopeSet) -> Vec<String> {
    scopes.iter().map(ToString::to_string).collect()
}

fn source_texts(sources: &SourceAddresses) -> Option<Vec<String>> {
    match sources {
        SourceAddresses::Anywhere => None,
        SourceAddresses::Only(list) => Some(list.iter().map(ToString::to_string).collect()),
    }
}

/// A new key's row. What is absent is written as such, so that the statement's text stays the same.
#[derive(Insertable)]
#[diesel(table_name = api_key)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewKeyRow {
    org_id: Uuid,
    id: Uuid,
    last_four: String,
    pepper: i32,
    digest: Vec<u8>,
    created_at: PgTimestamp,
    created_by: String,
    predecessor_id: Option<Uuid>,
    #[diesel(embed)]
    change: KeyChange,
}

impl NewKeyRow {
    pub(super) fn of(key: &Key, credential: &KeyCredential) -> Self {
        let data = key.data();
        Self {
            org_id: *data.organization.as_uuid(),
            id: *data.id.as_uuid(),
            last_four: data.mask.last_four().to_owned(),
            pepper: credential.pepper.get().into(),
            digest: credential.digest.as_bytes().to_vec(),
            created_at: instant(data.created_at),
            created_by: data.created_by.to_string(),
            predecessor_id: data.predecessor.map(|id| *id.as_uuid()),
            change: KeyChange::of(key, Version::FIRST),
        }
    }
}

/// What a transition may change.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = api_key)]
#[diesel(treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct KeyChange {
    label: String,
    scopes: Vec<String>,
    sources: Option<Vec<String>>,
    rate_requests: Option<i32>,
    rate_seconds: Option<i32>,
    expires_at: PgTimestamp,
    successor_id: Option<Uuid>,
    rotated_at: Option<PgTimestamp>,
    revoked_at: Option<PgTimestamp>,
    revoked_by: Option<String>,
    revocation_reason: Option<String>,
    version: i64,
}

impl KeyChange {
    pub(super) fn of(key: &Key, version: Version) -> Self {
        let data = key.data();
        let revocation = key.revocation();
        let (rate_requests, rate_seconds) = rate_limit::columns(data.rate_limit);
        Self {
            label: data.label.as_str().to_owned(),
            scopes: scope_texts(data.scopes.as_set()),
            sources: source_texts(&data.sources),
            rate_requests,
            rate_seconds,
            expires_at: instant(data.expires_at),
            successor_id: key.successor().map(|id| *id.as_uuid()),
            rotated_at: match data.state {
                KeyState::Rotated { at, .. } => Some(instant(at)),
                KeyState::Issued | KeyState::Revoked(_) => None,
            },
            revoked_at: revocation.map(|revocation| instant(revocation.at)),
            revoked_by: revocation.map(|revocation| revocation.by.to_string()),
            revocation_reason: revocation
                .and_then(|revocation| revocation.reason.as_ref())
                .map(|reason| reason.as_str().to_owned()),
            version: number(version),
        }
    }
}
