//! What an auditable entity is.

use std::{fmt, str::FromStr};

/// What kind of thing an auditable entity is, in the terms of internal audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A company or another body with rights and duties of its own.
    LegalEntity,
    /// A division, department or team.
    OrganizationalUnit,
    /// A business process.
    Process,
    /// An application or another information system.
    System,
    /// A site, plant or office.
    Location,
    /// A supplier, service provider or partner.
    ThirdParty,
    /// A project or programme.
    Project,
}

impl EntityKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::LegalEntity,
        Self::OrganizationalUnit,
        Self::Process,
        Self::System,
        Self::Location,
        Self::ThirdParty,
        Self::Project,
    ];

    /// Such as `organizational_unit`, for storage and interfaces.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LegalEntity => "legal_entity",
            Self::OrganizationalUnit => "organizational_unit",
            Self::Process => "process",
            Self::System => "system",
            Self::Location => "location",
            Self::ThirdParty => "third_party",
            Self::Project => "project",
        }
    }
}

impl fmt::Display for EntityKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text names no kind of entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no such kind: `legal_entity`, `organizational_unit`, `process`, `system`, `location`, \
     `third_party` or `project` is expected"
)]
pub struct UnknownEntityKind;

impl FromStr for EntityKind {
    type Err = UnknownEntityKind;

    fn from_str(text: &str) -> Result<Self, UnknownEntityKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(UnknownEntityKind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_parse_from_what_they_print_and_the_refusal_names_all() {
        for kind in EntityKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
            assert!(UnknownEntityKind.to_string().contains(kind.as_str()));
        }
        assert_eq!("Process".parse::<EntityKind>(), Err(UnknownEntityKind));
    }
}
