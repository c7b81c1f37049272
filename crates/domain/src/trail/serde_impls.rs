//! JSON of entries and heads, for export: one object, its hashes in hexadecimal.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{
    ActionName, Actor, Details, InvalidHead, RequestId, Subject, TrailDraft, TrailEntry, TrailHash,
    TrailHead, encoding::VERSION,
};
use crate::{OrganizationId, Timestamp};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryRecord {
    version: u8,
    organization: OrganizationId,
    sequence: u64,
    at: Timestamp,
    actor: Actor,
    action: ActionName,
    subject: Subject,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request_id: Option<RequestId>,
    details: Details,
    previous: TrailHash,
    hash: TrailHash,
}

impl From<TrailEntry> for EntryRecord {
    fn from(entry: TrailEntry) -> Self {
        Self {
            version: VERSION,
            organization: entry.organization(),
            sequence: entry.sequence(),
            at: entry.at(),
            actor: entry.actor().clone(),
            action: entry.action().clone(),
            subject: entry.subject().clone(),
            request_id: entry.request_id().cloned(),
            details: entry.details().clone(),
            previous: entry.previous(),
            hash: entry.hash(),
        }
    }
}

impl TryFrom<EntryRecord> for TrailEntry {
    type Error = String;

    fn try_from(record: EntryRecord) -> Result<Self, String> {
        let EntryRecord {
            at,
            actor,
            action,
            subject,
            details,
            request_id,
            ..
        } = record;
        if record.version != VERSION {
            return Err(super::DecodeError::Version(record.version).to_string());
        }
        let draft = TrailDraft {
            at,
            actor,
            action,
            subject,
            details,
            request_id,
        };
        Self::from_parts(
            record.organization,
            record.sequence,
            draft,
            record.previous,
            record.hash,
        )
        .map_err(|invalid| invalid.to_string())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadRecord {
    organization: OrganizationId,
    sequence: u64,
    hash: TrailHash,
}

impl From<TrailHead> for HeadRecord {
    fn from(head: TrailHead) -> Self {
        Self {
            organization: head.organization(),
            sequence: head.sequence(),
            hash: head.hash(),
        }
    }
}

impl TryFrom<HeadRecord> for TrailHead {
    type Error = InvalidHead;

    fn try_from(record: HeadRecord) -> Result<Self, InvalidHead> {
        Self::from_parts(record.organization, record.sequence, record.hash)
    }
}

impl Serialize for RequestId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RequestId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_stored(String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl Serialize for Details {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// By hand, because a map of the standard library takes the last of two equal names in silence.
impl<'de> Deserialize<'de> for Details {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> de::Visitor<'de> for Pairs {
            type Value = Details;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of texts")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Details, A::Error> {
                let pairs = std::iter::from_fn(|| map.next_entry::<String, String>().transpose());
                let pairs = pairs.take(MAX_READ).collect::<Result<Vec<_>, _>>()?;
                Details::from_stored(pairs).map_err(de::Error::custom)
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}

/// One more than is allowed is enough to see that there are too many.
const MAX_READ: usize = super::details::MAX_COUNT + 1;
