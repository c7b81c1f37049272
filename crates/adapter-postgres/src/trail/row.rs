//! An entry of the trail, and its head, as rows.

use aiia_keys_domain::{
    Details, OrganizationId, RequestId, TrailDraft, TrailEntry, TrailHash, TrailHead,
};
use aiia_keys_ports::StoreError;
use diesel::{data_types::PgTimestamp, prelude::*};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    convert::{Row, instant},
    tables::{trail_entry, trail_head},
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = trail_entry)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct EntryRow {
    org_id: Uuid,
    sequence: i64,
    at: PgTimestamp,
    actor: String,
    action: String,
    subject: String,
    details: Value,
    request_id: Option<String>,
    previous_hash: Vec<u8>,
    hash: Vec<u8>,
}

impl EntryRow {
    pub(super) fn read(self) -> Result<TrailEntry, StoreError> {
        let row = Row {
            table: "trail_entry",
            id: format!("{}/{}", self.org_id, self.sequence),
        };
        let request_id = self.request_id.map(RequestId::from_stored).transpose();
        let draft = TrailDraft::new(
            row.at("at", self.at)?,
            row.parse("actor", &self.actor)?,
            row.parse("action", &self.action)?,
            row.parse("subject", &self.subject)?,
        )
        .with_details(row.sound("details", details(self.details))?)
        .with_request_id(row.sound("request_id", request_id.ok())?);
        let sequence = row.sound("sequence", u64::try_from(self.sequence).ok())?;
        let previous = TrailHash::from_bytes(row.bytes("previous_hash", &self.previous_hash)?);
        let hash = TrailHash::from_bytes(row.bytes("hash", &self.hash)?);
        let organization = OrganizationId::from_uuid(self.org_id);
        let entry = TrailEntry::from_parts(organization, sequence, draft, previous, hash);
        row.sound("sequence", entry.ok())
    }
}

/// An object of texts.
fn details(json: Value) -> Option<Details> {
    let Value::Object(pairs) = json else {
        return None;
    };
    let pairs = pairs.into_iter().map(|(name, value)| match value {
        Value::String(text) => Some((name, text)),
        _ => None,
    });
    Details::from_stored(pairs.collect::<Option<Vec<_>>>()?).ok()
}

#[derive(Insertable)]
#[diesel(table_name = trail_entry)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct NewEntryRow {
    org_id: Uuid,
    sequence: i64,
    at: PgTimestamp,
    actor: String,
    action: String,
    subject: String,
    details: Value,
    request_id: Option<String>,
    previous_hash: Vec<u8>,
    hash: Vec<u8>,
}

impl NewEntryRow {
    pub(super) fn of(entry: &TrailEntry) -> Self {
        let details = entry.details().iter();
        Self {
            org_id: *entry.organization().as_uuid(),
            sequence: sequence_number(entry.sequence()),
            at: instant(entry.at()),
            actor: entry.actor().to_string(),
            action: entry.action().as_str().to_owned(),
            subject: entry.subject().to_string(),
            details: details
                .map(|(name, text)| (name.to_owned(), Value::from(text)))
                .collect(),
            request_id: entry.request_id().map(|id| id.as_str().to_owned()),
            previous_hash: entry.previous().as_bytes().to_vec(),
            hash: entry.hash().as_bytes().to_vec(),
        }
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = trail_head)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub(super) struct HeadRow {
    org_id: Uuid,
    sequence: i64,
    hash: Vec<u8>,
}

/// What an entry changes of the head before it.
#[derive(AsChangeset)]
#[diesel(table_name = trail_head)]
pub(super) struct HeadChange {
    sequence: i64,
    hash: Vec<u8>,
}

impl HeadRow {
    pub(super) fn of(head: &TrailHead) -> Self {
        Self {
            org_id: *head.organization().as_uuid(),
            sequence: sequence_number(head.sequence()),
            hash: head.hash().as_bytes().to_vec(),
        }
    }

    pub(super) const fn org_id(&self) -> Uuid {
        self.org_id
    }

    pub(super) fn change(self) -> HeadChange {
        HeadChange {
            sequence: self.sequence,
            hash: self.hash,
        }
    }

    pub(super) fn read(self) -> Result<TrailHead, StoreError> {
        let row = Row {
            table: "trail_head",
            id: self.org_id,
        };
        let organization = OrganizationId::from_uuid(self.org_id);
        let sequence = row.sound("sequence", u64::try_from(self.sequence).ok())?;
        let hash = TrailHash::from_bytes(row.bytes("hash", &self.hash)?);
        row.sound(
            "hash",
            TrailHead::from_parts(organization, sequence, hash).ok(),
        )
    }
}

/// A sequence number as the database counts it; no trail is longer than that.
pub(super) fn sequence_number(sequence: u64) -> i64 {
    i64::try_from(sequence).unwrap_or(i64::MAX)
}
