//! Names of resources.

mod error;

use std::{cmp, fmt, hash, str::FromStr, sync::Arc};

pub use self::error::{InvalidResourceName, NameProblem};

/// The name of a resource: a lower-case letter, then up to 62 of `a`–`z`, `0`–`9`, `_` and `-`.
///
/// Usual names (up to 22 characters) live inside the value: comparing and cloning them touches no
/// other memory.
///
/// ```
/// use aiia_keys_domain::ResourceName;
///
/// let name: ResourceName = "work_papers-2".parse()?;
/// assert_eq!(name.as_str(), "work_papers-2");
/// assert!("Findings".parse::<ResourceName>().is_err());
/// # Ok::<(), aiia_keys_domain::InvalidResourceName>(())
/// ```
#[derive(Clone)]
pub struct ResourceName(Repr);

/// As many bytes as fit where a fat pointer and the discriminant stand anyway.
const INLINE: usize = 22;

/// A name of up to [`INLINE`] bytes is always `Inline`, padded with zeros, and a longer one never.
#[derive(Clone)]
enum Repr {
    Inline { len: u8, bytes: [u8; INLINE] },
    Static(&'static str),
    Shared(Arc<str>),
}

impl ResourceName {
    /// The length of the longest name, in characters.
    pub const MAX_LEN: usize = 63;

    /// A name that is known when the program is built; `None` if it is not a valid one.
    ///
    /// Unwrapped in a `const`, an invalid name fails the build.
    pub const fn from_static(name: &'static str) -> Option<Self> {
        if error::fault(name.as_bytes()).is_some() {
            return None;
        }
        if name.len() <= INLINE {
            Some(Self(Repr::inline(name.as_bytes())))
        } else {
            Some(Self(Repr::Static(name)))
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // The bytes are ASCII: no constructor takes others.
            Repr::Inline { .. } => str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Repr::Static(name) => name,
            Repr::Shared(name) => name,
        }
    }

    fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Repr::Inline { len, bytes } => bytes.get(..usize::from(*len)).unwrap_or_default(),
            Repr::Static(name) => name.as_bytes(),
            Repr::Shared(name) => name.as_bytes(),
        }
    }
}

impl Repr {
    /// Of at most [`INLINE`] bytes.
    const fn inline(name: &[u8]) -> Self {
        let mut bytes = [0; INLINE];
        let mut len = 0_u8;
        // A loop and not `copy_from_slice`, to count in the type that is stored.
        while (len as usize) < name.len() {
            bytes[len as usize] = name[len as usize];
            len += 1;
        }
        Self::Inline { len, bytes }
    }
}

impl FromStr for ResourceName {
    type Err = InvalidResourceName;

    fn from_str(text: &str) -> Result<Self, InvalidResourceName> {
        match error::fault(text.as_bytes()) {
            None if text.len() <= INLINE => Ok(Self(Repr::inline(text.as_bytes()))),
            None => Ok(Self(Repr::Shared(text.into()))),
            Some(fault) => Err(InvalidResourceName::new(fault, text)),
        }
    }
}

impl PartialEq for ResourceName {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            // All that is padded has one length: a few machine words, compared without a call.
            (Repr::Inline { bytes, .. }, Repr::Inline { bytes: others, .. }) => bytes == others,
            _ => self.as_bytes() == other.as_bytes(),
        }
    }
}

impl Eq for ResourceName {}

/// Alphabetical, by bytes.
impl Ord for ResourceName {
    fn cmp(&self, other: &Self) -> cmp::Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl PartialOrd for ResourceName {
    fn partial_cmp(&self, other: &Self) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl hash::Hash for ResourceName {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl fmt::Display for ResourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for ResourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResourceName({:?})", self.as_str())
    }
}
