//! What a key says about where it may be used from.

use std::{fmt, net::IpAddr};

use super::AddressList;

/// The addresses that a key may be used from.
///
/// ```
/// use aiia_keys_domain::{AddressList, SourceAddresses};
///
/// let office = SourceAddresses::Only(AddressList::parse_all(["203.0.113.0/24"])?);
/// assert!(office.allows(Some("203.0.113.7".parse()?)));
/// assert!(!office.allows(None));
///
/// let narrowed = SourceAddresses::Anywhere.narrow_to(office.clone())?;
/// assert!(narrowed.narrow_to(SourceAddresses::Anywhere).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SourceAddresses {
    /// From anywhere.
    Anywhere,
    /// From these addresses only.
    Only(AddressList),
}

impl SourceAddresses {
    /// Whether a request from `source` may use the key.
    ///
    /// `None` is a source that is not known, such as a peer on a Unix socket: a key that is bound
    /// to addresses is then refused.
    pub fn allows(&self, source: Option<IpAddr>) -> bool {
        match (self, source) {
            (Self::Anywhere, _) => true,
            (Self::Only(list), Some(address)) => list.allows(address),
            (Self::Only(_), None) => false,
        }
    }

    /// Whether a key with this restriction may be used from wherever one with `other` may.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Anywhere, _) => true,
            (Self::Only(_), Self::Anywhere) => false,
            (Self::Only(list), Self::Only(other)) => list.covers(other),
        }
    }

    /// The same restriction or a tighter one, never a looser.
    ///
    /// # Errors
    ///
    /// When `wanted` allows an address that this does not.
    pub fn narrow_to(&self, wanted: Self) -> Result<Self, WidensSources> {
        // From anywhere, every restriction is a tighter one.
        let Self::Only(allowed) = self else {
            return Ok(wanted);
        };
        if self.covers(&wanted) {
            Ok(wanted)
        } else {
            Err(WidensSources {
                allowed: allowed.clone(),
                wanted,
            })
        }
    }
}

/// `anywhere`, or the blocks.
impl fmt::Display for SourceAddresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anywhere => f.write_str("anywhere"),
            Self::Only(list) => list.fmt(f),
        }
    }
}

/// A restriction would become looser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WidensSources {
    allowed: AddressList,
    wanted: SourceAddresses,
}

/// Names the blocks that go beyond, or that everything does.
impl fmt::Display for WidensSources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the source addresses may only become fewer: ")?;
        match &self.wanted {
            SourceAddresses::Anywhere => f.write_str("anywhere")?,
            SourceAddresses::Only(wanted) => {
                let exceeding = wanted
                    .iter()
                    .filter(|block| !self.allowed.iter().any(|own| own.covers(block)));
                for (index, block) in exceeding.enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    block.fmt(f)?;
                }
            }
        }
        write!(f, " goes beyond {}", self.allowed)
    }
}

impl std::error::Error for WidensSources {}
