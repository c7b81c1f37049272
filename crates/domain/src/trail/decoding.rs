//! Reading the canonical encoding, and nothing but it.

use std::str::FromStr;

use super::{
    DecodeError, Details, RequestId, TrailDraft, TrailEntry, TrailHash, encoding::VERSION,
};
use crate::{OrganizationId, Timestamp};

pub(super) fn entry(bytes: &[u8]) -> Result<TrailEntry, DecodeError> {
    let rest = match bytes.split_first() {
        Some((&VERSION, rest)) => rest,
        Some((&version, _)) => return Err(DecodeError::Version(version)),
        None => return Err(DecodeError::EndsEarly { field: "version" }),
    };
    let mut fields = Fields(rest);
    let previous = TrailHash::from_bytes(fields.array("previous")?);
    let organization = organization_from(fields.array("organization")?);
    let sequence = u64::from_be_bytes(fields.array("sequence")?);
    let at = Timestamp::from_unix_micros(i64::from_be_bytes(fields.array("at")?))
        .ok_or(DecodeError::Invalid { field: "at" })?;
    let actor = fields.parsed("actor")?;
    let action = fields.parsed("action")?;
    let subject = fields.parsed("subject")?;
    let request_id = match fields.text("request_id")? {
        "" => None,
        id => Some(
            RequestId::from_stored(id).map_err(|_| DecodeError::Invalid {
                field: "request_id",
            })?,
        ),
    };
    let details = details(fields.next("details")?)?;
    let hash = TrailHash::from_bytes(fields.array("hash")?);
    if !fields.0.is_empty() {
        return Err(DecodeError::TrailingBytes {
            count: fields.0.len(),
        });
    }
    let draft = TrailDraft {
        at,
        actor,
        action,
        subject,
        details,
        request_id,
    };
    TrailEntry::from_parts(organization, sequence, draft, previous, hash)
        .map_err(|_| DecodeError::Invalid { field: "sequence" })
}

fn organization_from(bytes: [u8; 16]) -> OrganizationId {
    OrganizationId::from_uuid(uuid::Uuid::from_bytes(bytes))
}

fn details(bytes: &[u8]) -> Result<Details, DecodeError> {
    let mut fields = Fields(bytes);
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    while !fields.0.is_empty() {
        let name = fields.text("details")?;
        let value = fields.text("details")?;
        if pairs.last().is_some_and(|(before, _)| *before >= name) {
            return Err(DecodeError::DetailsOutOfOrder);
        }
        pairs.push((name, value));
    }
    Details::from_stored(pairs).map_err(|_| DecodeError::Invalid { field: "details" })
}

/// What has not been read yet.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn next(&mut self, field: &'static str) -> Result<&'a [u8], DecodeError> {
        let ends_early = DecodeError::EndsEarly { field };
        let (length, rest) = self.0.split_first_chunk().ok_or(ends_early)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| ends_early)?;
        let (bytes, rest) = rest.split_at_checked(length).ok_or(ends_early)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], DecodeError> {
        self.next(field)?
            .try_into()
            .map_err(|_| DecodeError::Invalid { field })
    }

    fn text(&mut self, field: &'static str) -> Result<&'a str, DecodeError> {
        str::from_utf8(self.next(field)?).map_err(|_| DecodeError::Invalid { field })
    }

    fn parsed<T: FromStr>(&mut self, field: &'static str) -> Result<T, DecodeError> {
        self.text(field)?
            .parse()
            .map_err(|_| DecodeError::Invalid { field })
    }
}
