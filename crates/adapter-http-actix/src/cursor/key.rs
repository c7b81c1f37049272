//! Places in the list of keys, which knows several orders.

use aiia_keys_domain::{KeyId, Label, Timestamp};
use aiia_keys_ports::{KeyOrder, KeyOrderBy, KeyOrderValue, KeyPosition};
use uuid::Uuid;

use super::Place;

/// A place, and the order that it is one of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeyPlace {
    pub(crate) order: KeyOrder,
    pub(crate) position: KeyPosition,
}

impl KeyPlace {
    /// The position, if it is one of this order.
    ///
    /// # Errors
    /// When it is one of another.
    pub(crate) fn within(self, order: KeyOrder) -> Result<KeyPosition, OtherOrder> {
        if self.order == order {
            Ok(self.position)
        } else {
            Err(OtherOrder(self.order))
        }
    }
}

/// A cursor is one of the same list in another order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is a cursor of the list in the order `{0}`: give the same `sort` with it, as the Link header does"
)]
pub(crate) struct OtherOrder(KeyOrder);

/// The order's number, the key's id, and what the list goes by.
impl Place for KeyPlace {
    const KIND: u8 = 1;

    fn to_bytes(&self) -> Vec<u8> {
        let number = KeyOrder::all()
            .zip(0..)
            .find(|(order, _)| *order == self.order);
        let mut bytes = vec![number.map_or(0, |(_, number)| number)];
        bytes.extend_from_slice(self.position.id.as_uuid().as_bytes());
        match &self.position.value {
            KeyOrderValue::Label(label) => bytes.extend_from_slice(label.as_str().as_bytes()),
            KeyOrderValue::LastUsed(None) => {}
            KeyOrderValue::Created(at)
            | KeyOrderValue::Expires(at)
            | KeyOrderValue::LastUsed(Some(at)) => {
                bytes.extend_from_slice(&at.unix_micros().to_be_bytes());
            }
        }
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (number, rest) = bytes.split_first()?;
        let order = KeyOrder::all().nth(usize::from(*number))?;
        let (id, value) = rest.split_first_chunk::<16>()?;
        let value = match order.by {
            KeyOrderBy::Label => {
                KeyOrderValue::Label(Label::new(str::from_utf8(value).ok()?).ok()?)
            }
            KeyOrderBy::Created => KeyOrderValue::Created(instant(value)?),
            KeyOrderBy::LastUsed if value.is_empty() => KeyOrderValue::LastUsed(None),
            KeyOrderBy::LastUsed => KeyOrderValue::LastUsed(Some(instant(value)?)),
            KeyOrderBy::Expires => KeyOrderValue::Expires(instant(value)?),
        };
        let id = KeyId::from_uuid(Uuid::from_bytes(*id));
        let position = KeyPosition { value, id };
        Some(Self { order, position })
    }
}

fn instant(bytes: &[u8]) -> Option<Timestamp> {
    Timestamp::from_unix_micros(i64::from_be_bytes(bytes.try_into().ok()?))
}
