//! Where the next page begins, as a text that means nothing to its bearer.

mod key;

pub(crate) use key::KeyPlace;

use aiia_keys_domain::Timestamp;
use aiia_keys_ports::Position;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

/// A place in a list.
pub(crate) trait Place: Sized {
    /// Tells the lists apart, so that the cursor of one is refused by another.
    const KIND: u8;

    /// The place as bytes.
    fn to_bytes(&self) -> Vec<u8>;

    /// The place that these bytes stand for.
    fn from_bytes(bytes: &[u8]) -> Option<Self>;
}

/// A text is no cursor of this list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this list: take it unchanged from the Link header of the page before")]
pub(crate) struct InvalidCursor;

/// A place as a cursor.
///
/// The checksum tells a cursor that was cut or mistyped. It is no secret and needs none: a place
/// shows its bearer nothing that they could not list anyway.
pub(crate) fn encode<P: Place>(place: &P) -> String {
    let mut bytes = place.to_bytes();
    bytes.extend_from_slice(&checksum::<P>(&bytes));
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The place that a cursor stands for.
///
/// # Errors
/// When it was not made by [`encode`] for this kind of list.
pub(crate) fn decode<P: Place>(cursor: &str) -> Result<P, InvalidCursor> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| InvalidCursor)?;
    let (place, found) = bytes.split_last_chunk::<4>().ok_or(InvalidCursor)?;
    if *found != checksum::<P>(place) {
        return Err(InvalidCursor);
    }
    P::from_bytes(place).ok_or(InvalidCursor)
}

fn checksum<P: Place>(place: &[u8]) -> [u8; 4] {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(b"aiia cursor");
    hasher.update(&[P::KIND]);
    hasher.update(place);
    hasher.finalize().to_be_bytes()
}

/// A position in one of the lists that go by time and id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Listed<const KIND: u8>(pub(crate) Position);

/// A position in the list of entities.
pub(crate) type EntityPosition = Listed<3>;
/// A position in the list of findings.
pub(crate) type FindingPosition = Listed<4>;
/// A position in the list of action plans.
pub(crate) type ActionPlanPosition = Listed<5>;
/// A position in the list of test procedures.
pub(crate) type TestProcedurePosition = Listed<11>;
/// A position in the list of evidence.
pub(crate) type EvidencePosition = Listed<12>;

/// A position in the list of connectors.
pub(crate) type ConnectorPosition = Listed<14>;
/// A position in the list of a connector's runs.
pub(crate) type ConnectorRunPosition = Listed<15>;

impl<const KIND: u8> From<Position> for Listed<KIND> {
    fn from(position: Position) -> Self {
        Self(position)
    }
}

impl<const KIND: u8> Place for Listed<KIND> {
    const KIND: u8 = KIND;

    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.0.at.unix_micros().to_be_bytes().to_vec();
        bytes.extend_from_slice(self.0.id.as_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (at, id) = bytes.split_first_chunk::<8>()?;
        let at = Timestamp::from_unix_micros(i64::from_be_bytes(*at))?;
        let id = Uuid::from_slice(id).ok()?;
        Some(Self(Position { at, id }))
    }
}

/// The number of an entry in the log of an action plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LogSequence(pub(crate) u32);

impl Place for LogSequence {
    const KIND: u8 = 6;

    fn to_bytes(&self) -> Vec<u8> {
        self.0.to_be_bytes().to_vec()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        // Numbers are those of PostgreSQL's `integer`.
        let number = u32::from_be_bytes(bytes.try_into().ok()?);
        i32::try_from(number).is_ok().then_some(Self(number))
    }
}

/// The sequence number of a trail entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sequence(pub(crate) u64);

impl Place for Sequence {
    const KIND: u8 = 2;

    fn to_bytes(&self) -> Vec<u8> {
        self.0.to_be_bytes().to_vec()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        // Sequence numbers are those of PostgreSQL's `bigint`.
        let number = u64::from_be_bytes(bytes.try_into().ok()?);
        i64::try_from(number).is_ok().then_some(Self(number))
    }
}

#[cfg(test)]
mod tests;
