//! What a list of keys goes by.

use std::{fmt, str::FromStr};

use aiia_keys_domain::{Key, KeyId, Label, Timestamp};

/// The order of a list of keys; keys that are alike in it go by their ids.
///
/// ```
/// use aiia_keys_ports::KeyOrder;
///
/// assert_eq!(KeyOrder::default().to_string(), "-created", "newest first");
/// assert!("label".parse::<KeyOrder>().is_ok_and(|order| !order.descending));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyOrder {
    /// What it goes by.
    pub by: KeyOrderBy,
    /// Whether the last comes first.
    pub descending: bool,
}

/// What a list of keys can go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOrderBy {
    /// The label by its characters' numbers, whatever the case of the letters A to Z.
    Label,
    /// When the key was made.
    Created,
    /// When the key was last let through; one that never was comes before all others.
    LastUsed,
    /// When the key ends by itself.
    Expires,
}

impl KeyOrderBy {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Label, Self::Created, Self::LastUsed, Self::Expires];

    const fn as_str(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Created => "created",
            Self::LastUsed => "last_used",
            Self::Expires => "expires",
        }
    }
}

impl KeyOrder {
    /// All of them: each thing upwards and downwards.
    pub fn all() -> impl Iterator<Item = Self> {
        KeyOrderBy::ALL
            .into_iter()
            .flat_map(|by| [false, true].map(|descending| Self { by, descending }))
    }
}

/// Newest first.
impl Default for KeyOrder {
    fn default() -> Self {
        Self {
            by: KeyOrderBy::Created,
            descending: true,
        }
    }
}

/// What it goes by, after `-` when the last comes first.
impl fmt::Display for KeyOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.descending { "-" } else { "" };
        write!(f, "{sign}{}", self.by.as_str())
    }
}

/// A text is no order of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`label`, `created`, `last_used` or `expires` is expected, with `-` in front for the last first"
)]
pub struct UnknownKeyOrder;

impl FromStr for KeyOrder {
    type Err = UnknownKeyOrder;

    fn from_str(text: &str) -> Result<Self, UnknownKeyOrder> {
        Self::all()
            .find(|order| order.to_string() == text)
            .ok_or(UnknownKeyOrder)
    }
}

/// The place of a key in a list: what the list goes by, and then its id.
///
/// A page continues after what the list went by when the page before was read, so that a key that
/// is used or renamed in the meantime moves by itself and takes no other key with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPosition {
    /// What the list goes by, of this key.
    pub value: KeyOrderValue,
    /// The key.
    pub id: KeyId,
}

/// What a list of keys goes by, of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyOrderValue {
    /// Its label.
    Label(Label),
    /// When it was made.
    Created(Timestamp),
    /// When it was last let through, if it ever was.
    LastUsed(Option<Timestamp>),
    /// When it ends by itself.
    Expires(Timestamp),
}

impl KeyOrderValue {
    /// What a list that has it goes by.
    pub const fn by(&self) -> KeyOrderBy {
        match self {
            Self::Label(_) => KeyOrderBy::Label,
            Self::Created(_) => KeyOrderBy::Created,
            Self::LastUsed(_) => KeyOrderBy::LastUsed,
            Self::Expires(_) => KeyOrderBy::Expires,
        }
    }
}

impl KeyPosition {
    /// The place of a key that was last let through at `last_used`, if it ever was.
    pub fn of(by: KeyOrderBy, key: &Key, last_used: Option<Timestamp>) -> Self {
        let data = key.data();
        let value = match by {
            KeyOrderBy::Label => KeyOrderValue::Label(data.label.clone()),
            KeyOrderBy::Created => KeyOrderValue::Created(data.created_at),
            KeyOrderBy::LastUsed => KeyOrderValue::LastUsed(last_used),
            KeyOrderBy::Expires => KeyOrderValue::Expires(data.expires_at),
        };
        Self { value, id: data.id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_is_read_as_it_is_written_and_nothing_else_is() {
        let texts: Vec<String> = KeyOrder::all().map(|order| order.to_string()).collect();
        assert_eq!(
            texts,
            [
                "label",
                "-label",
                "created",
                "-created",
                "last_used",
                "-last_used",
                "expires",
                "-expires"
            ]
        );
        for order in KeyOrder::all() {
            assert_eq!(order.to_string().parse(), Ok(order));
        }
        for text in ["", "-", "+label", "Label", "label ", "--label", "status"] {
            assert_eq!(text.parse::<KeyOrder>(), Err(UnknownKeyOrder), "{text}");
        }
    }
}
