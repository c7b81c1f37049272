//! What else an entry says, as names and texts.

mod builder;
mod error;

use std::collections::{BTreeMap, btree_map};

pub use builder::DetailsBuilder;
pub use error::DetailsError;

pub(super) const MAX_COUNT: usize = 32;
const MAX_NAME: usize = 64;
/// Room for the longest lists that a key has: 64 scopes, 64 source addresses.
const MAX_VALUE: usize = 8_192;

/// What else an entry of the audit trail says: names and their texts, ordered by name.
///
/// At most 32; a name is `[a-z][a-z0-9_]*` and at most 64 bytes, a value at most 8192 bytes of UTF-8,
/// which is room for the longest list of scopes or addresses.
///
/// **A key string never stands here, nor any part of it but the last four characters.**
///
/// ```
/// use aiia_keys_domain::Details;
///
/// let details = Details::builder().with("label", "billing").with("lifetime_days", 90).build()?;
/// assert_eq!(details.get("lifetime_days"), Some("90"));
/// # Ok::<(), aiia_keys_domain::DetailsError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Details(BTreeMap<String, String>);

impl Details {
    /// Starts new details.
    pub fn builder() -> DetailsBuilder {
        DetailsBuilder::default()
    }

    /// Details that were stored before, checked for names, lengths and number.
    ///
    /// What [`DetailsBuilder`] refuses beyond that is not checked again:
    /// it is a rule for writing, and when it becomes stricter, old trails have to stay readable.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn from_stored<N, V>(pairs: impl IntoIterator<Item = (N, V)>) -> Result<Self, DetailsError>
    where
        N: Into<String>,
        V: Into<String>,
    {
        pairs
            .into_iter()
            .try_fold(Self::default(), |mut details, (name, value)| {
                details.insert(name.into(), value.into())?;
                Ok(details)
            })
    }

    /// The value that has this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Names and values, in ascending order of the names' bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn insert(&mut self, name: String, value: String) -> Result<(), DetailsError> {
        if !is_name(&name) {
            return Err(DetailsError::Name);
        }
        if value.len() > MAX_VALUE {
            return Err(DetailsError::TooLong {
                name,
                length: value.len(),
            });
        }
        let full = self.0.len() == MAX_COUNT;
        match self.0.entry(name) {
            btree_map::Entry::Occupied(taken) => Err(DetailsError::Repeated {
                name: taken.key().clone(),
            }),
            btree_map::Entry::Vacant(_) if full => Err(DetailsError::TooMany),
            btree_map::Entry::Vacant(free) => {
                free.insert(value);
                Ok(())
            }
        }
    }
}

fn is_name(name: &str) -> bool {
    name.len() <= MAX_NAME
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}
