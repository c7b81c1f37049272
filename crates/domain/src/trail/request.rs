//! The request that caused an entry.

use std::fmt;

use super::guard::may_hold_a_key;

const MAX_LENGTH: usize = 64;

/// Names the request that caused an entry, so that the trail and the logs can be read side by side:
/// 1 to 64 visible ASCII characters.
///
/// ```
/// use aiia_keys_domain::RequestId;
///
/// let id = RequestId::new("01890a5d-ac96-774b-bcce-b302099a8057")?;
/// assert_eq!(id.as_str(), "01890a5d-ac96-774b-bcce-b302099a8057");
/// # Ok::<(), aiia_keys_domain::InvalidRequestId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestId(String);

impl RequestId {
    /// Checks an id that a request came with.
    ///
    /// # Errors
    /// [`InvalidRequestId::Form`], or [`InvalidRequestId::MayHoldKey`]:
    /// a caller may choose the id, and must not be able to write a key into the trail by it.
    pub fn new(id: &str) -> Result<Self, InvalidRequestId> {
        if may_hold_a_key(id) {
            return Err(InvalidRequestId::MayHoldKey);
        }
        Self::from_stored(id)
    }

    /// An id that was stored before: only its form is checked, so that old trails stay readable.
    ///
    /// # Errors
    /// [`InvalidRequestId::Form`].
    pub fn from_stored(id: impl Into<String>) -> Result<Self, InvalidRequestId> {
        let id = id.into();
        let fits = (1..=MAX_LENGTH).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic());
        if fits {
            Ok(Self(id))
        } else {
            Err(InvalidRequestId::Form)
        }
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is not taken as the id of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequestId {
    /// It is not 1 to 64 visible ASCII characters.
    Form,
    /// It may hold a key string: 44 or more letters and digits in a row that are not a digest.
    MayHoldKey,
}

impl fmt::Display for InvalidRequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "not the id of a request: 1 to 64 visible ASCII characters are expected",
            Self::MayHoldKey => {
                "the id of the request may hold a key: it has 44 or more letters and digits in a row"
            }
        })
    }
}

impl std::error::Error for InvalidRequestId {}
