//! Auditable entities and their place in the hierarchy.

use aiia_keys_domain::{OrganizationId, Timestamp};

use super::{code::EntityCode, id::EntityId, kind::EntityKind, text::EntityName};

/// How many levels lie above an entity: 0 for a root, at most 31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(u8);

impl Level {
    /// The level of an entity without parent.
    pub const ROOT: Self = Self(0);
    /// The deepest level there is.
    pub const DEEPEST: Self = Self(31);

    /// A level; `None` below the deepest.
    pub const fn new(level: u8) -> Option<Self> {
        if level <= Self::DEEPEST.0 {
            Some(Self(level))
        } else {
            None
        }
    }

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The level below this one; `None` below the deepest.
    pub const fn below(self) -> Option<Self> {
        Self::new(self.0 + 1)
    }

    /// The level above this one; `None` above a root.
    pub const fn above(self) -> Option<Self> {
        match self.0.checked_sub(1) {
            Some(level) => Some(Self(level)),
            None => None,
        }
    }
}

/// An entity, before it has its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntity {
    /// Its id.
    pub id: EntityId,
    /// Whose universe it is in.
    pub organization: OrganizationId,
    /// What it is.
    pub kind: EntityKind,
    /// What people call it.
    pub name: EntityName,
    /// What the organization's registers call it.
    pub code: EntityCode,
}

/// Something that can be audited: a unit, a process, a system, a place.
///
/// Each has a place in one hierarchy: it is a root, or lies one level below its parent.
/// Levels only grow downward and end at [`Level::DEEPEST`], so there is no cycle and no endless branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    new: NewEntity,
    place: EntityPlace,
    created_at: Timestamp,
    updated_at: Timestamp,
    retired_at: Option<Timestamp>,
}

/// Where an entity stands in the hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntityPlace {
    /// At the top.
    Root,
    /// One level below its parent.
    Under {
        /// The parent.
        parent: EntityId,
        /// The parent's level; never the deepest one.
        parent_level: ParentLevel,
    },
}

/// The level of an entity that has others below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParentLevel(Level);

impl ParentLevel {
    /// A parent's level; `None` for the deepest one, which has nothing below it.
    pub const fn new(level: Level) -> Option<Self> {
        match level.below() {
            Some(_) => Some(Self(level)),
            None => None,
        }
    }

    /// The level.
    pub const fn get(self) -> Level {
        self.0
    }

    /// The level of what lies below it.
    pub const fn below(self) -> Level {
        Level(self.0.0 + 1)
    }
}

impl Entity {
    /// Gives a new entity its place: at the top, or under `parent`.
    ///
    /// # Errors
    /// When the parent belongs to another organization, or nothing can lie below it any more.
    pub fn add(new: NewEntity, parent: Option<&Self>, now: Timestamp) -> Result<Self, PlaceError> {
        let place = match parent {
            None => EntityPlace::Root,
            Some(parent) if parent.organization() != new.organization => {
                return Err(PlaceError::ForeignParent);
            }
            Some(parent) => EntityPlace::Under {
                parent: parent.id(),
                parent_level: ParentLevel::new(parent.level()).ok_or(PlaceError::TooDeep)?,
            },
        };
        Ok(Self::from_stored(new, place, now, now, None))
    }

    /// Puts a stored entity together again.
    pub const fn from_stored(
        new: NewEntity,
        place: EntityPlace,
        created_at: Timestamp,
        updated_at: Timestamp,
        retired_at: Option<Timestamp>,
    ) -> Self {
        Self {
            new,
            place,
            created_at,
            updated_at,
            retired_at,
        }
    }

    /// Its id.
    pub const fn id(&self) -> EntityId {
        self.new.id
    }

    /// Whose universe it is in.
    pub const fn organization(&self) -> OrganizationId {
        self.new.organization
    }

    /// What it is.
    pub const fn kind(&self) -> EntityKind {
        self.new.kind
    }

    /// What people call it.
    pub const fn name(&self) -> &EntityName {
        &self.new.name
    }

    /// What the organization's registers call it.
    pub const fn code(&self) -> &EntityCode {
        &self.new.code
    }

    /// Where it stands.
    pub const fn place(&self) -> EntityPlace {
        self.place
    }

    /// The entity right above it; `None` for a root.
    pub const fn parent(&self) -> Option<EntityId> {
        match self.place {
            EntityPlace::Root => None,
            EntityPlace::Under { parent, .. } => Some(parent),
        }
    }

    /// How many levels lie above it.
    pub const fn level(&self) -> Level {
        match self.place {
            EntityPlace::Root => Level::ROOT,
            EntityPlace::Under { parent_level, .. } => parent_level.below(),
        }
    }

    /// When it was added.
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// When it was changed last.
    pub const fn updated_at(&self) -> Timestamp {
        self.updated_at
    }

    /// When it left the universe, if it did.
    pub const fn retired_at(&self) -> Option<Timestamp> {
        self.retired_at
    }

    /// Whether it is in the universe just so.
    pub fn is(&self, kind: EntityKind, name: &str, place: EntityPlace) -> bool {
        self.retired_at.is_none()
            && (self.new.kind, self.new.name.as_str(), self.place) == (kind, name, place)
    }

    /// Becomes what its register says, and returns to the universe if it had left.
    #[must_use]
    pub fn become_so(
        mut self,
        kind: EntityKind,
        name: EntityName,
        place: EntityPlace,
        now: Timestamp,
    ) -> Self {
        self.new.kind = kind;
        self.new.name = name;
        self.place = place;
        self.updated_at = now;
        self.retired_at = None;
        self
    }

    /// Leaves the universe, and its place in the hierarchy with it. What was found about it stays.
    #[must_use]
    pub const fn retire(mut self, now: Timestamp) -> Self {
        self.place = EntityPlace::Root;
        self.updated_at = now;
        self.retired_at = Some(now);
        self
    }
}

/// An entity cannot have that place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// The parent is another organization's.
    #[error("parent belongs to another organization: choose an entity of this one")]
    ForeignParent,
    /// Nothing can lie below the parent.
    #[error("parent is on the deepest of 32 levels: choose one further up")]
    TooDeep,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{new_entity, now, organization_id};

    #[test]
    fn an_entity_lies_one_level_below_its_parent() {
        let root = Entity::add(new_entity(1), None, now()).unwrap();
        let child = Entity::add(new_entity(2), Some(&root), now()).unwrap();
        assert_eq!((root.parent(), root.level()), (None, Level::ROOT));
        assert_eq!((child.parent(), child.level().get()), (Some(root.id()), 1));
    }

    #[test]
    fn the_branch_ends_at_the_deepest_level() {
        let mut last = Entity::add(new_entity(0), None, now()).unwrap();
        for n in 1..32 {
            last = Entity::add(new_entity(n), Some(&last), now()).unwrap();
        }
        assert_eq!(last.level(), Level::DEEPEST);
        let refused = Entity::add(new_entity(32), Some(&last), now());
        assert_eq!(refused, Err(PlaceError::TooDeep));
        assert_eq!(ParentLevel::new(Level::DEEPEST), None);
        assert_eq!(Level::new(32), None);
        assert_eq!(Level::ROOT.above(), None);
    }

    #[test]
    fn a_parent_is_of_the_same_organization() {
        let root = Entity::add(new_entity(1), None, now()).unwrap();
        let foreign = NewEntity {
            organization: OrganizationId::from_uuid(uuid::Uuid::from_u128(78)),
            ..new_entity(2)
        };
        assert_ne!(foreign.organization, organization_id());
        let refused = Entity::add(foreign, Some(&root), now());
        assert_eq!(refused, Err(PlaceError::ForeignParent));
    }
}
