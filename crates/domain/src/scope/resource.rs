//! What a scope applies to.

use std::fmt;

use super::ResourceName;

/// One named resource, or every resource.
///
/// The order of `Ord` is for sorting only. What it reaches is compared by [`Resource::covers`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// Every resource, those to come too; written `*`.
    Any,
    /// This one.
    Named(ResourceName),
}

impl Resource {
    /// Whether `other` lies within this.
    #[inline]
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) => true,
            (Self::Named(_), Self::Any) => false,
            (Self::Named(name), Self::Named(other)) => name == other,
        }
    }

    /// What lies within both; `None` for two different names.
    pub fn meet(&self, other: &Self) -> Option<Self> {
        if self.covers(other) {
            Some(other.clone())
        } else if other.covers(self) {
            Some(self.clone())
        } else {
            None
        }
    }
}

impl From<ResourceName> for Resource {
    fn from(name: ResourceName) -> Self {
        Self::Named(name)
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.pad("*"),
            Self::Named(name) => fmt::Display::fmt(name, f),
        }
    }
}
