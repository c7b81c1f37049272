//! What has to change for the universe to be as a register tells it.
//!
//! A universe may be large, so entities are looked at one by one, and none of them is kept: at first
//! all of them, to know their ids, and then again, to say what becomes of each.

use std::io::ErrorKind;

use aiia_keys_domain::{OrganizationId, Timestamp};
use aiia_keys_ports::{SpoolError, Stored};

use super::{
    entity::{Entity, EntityPlace, NewEntity, ParentLevel},
    id::EntityId,
    tree::{Branch, Tree, TreeRow},
};

/// A tree beside the entities that an organization has, of which some are still to be shown.
/// Entities are the same when their codes are.
#[derive(Debug)]
pub struct Comparison<'t> {
    tree: &'t Tree,
    organization: OrganizationId,
    now: Timestamp,
    /// By row; of no meaning where there is no entity.
    ids: Vec<EntityId>,
    present: Vec<bool>,
}

/// What becomes of the entities of an organization, and which ones are new.
#[derive(Debug)]
pub struct UniversePlan<'t>(Comparison<'t>);

/// What becomes of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stays in the universe as it is.
    Unchanged,
    /// It had left the universe and stays away.
    Away,
    /// It is called otherwise, is another kind of thing, or has another place: as it becomes, with the
    /// version that it was read in. One whose parents move goes along, and counts when its level does.
    Changed(Stored<Entity>),
    /// It had left the universe and is in it again.
    Restored(Stored<Entity>),
    /// It leaves the universe.
    Retired(Stored<Entity>),
}

impl<'t> Comparison<'t> {
    /// Begins with no entities.
    pub fn new(tree: &'t Tree, organization: OrganizationId, now: Timestamp) -> Self {
        Self {
            tree,
            organization,
            now,
            ids: vec![EntityId::from_uuid(uuid::Uuid::nil()); tree.len()],
            present: vec![false; tree.len()],
        }
    }

    /// Takes note of an entity that there is, retired ones included.
    ///
    /// # Errors
    /// When the tree cannot be read any more.
    pub fn know(&mut self, entity: &Entity) -> Result<(), SpoolError> {
        if let Some(row) = self.tree.find(entity.code().as_str())? {
            self.name(row, entity.id());
        }
        Ok(())
    }

    /// All entities were shown; those that are new get their ids.
    ///
    /// # Errors
    /// Those of `new_id`.
    pub fn plan<E>(
        mut self,
        mut new_id: impl FnMut() -> Result<EntityId, E>,
    ) -> Result<UniversePlan<'t>, E> {
        let known = self.present.clone();
        for (row, _) in known.iter().enumerate().filter(|(_, known)| !**known) {
            self.name(row, new_id()?);
        }
        self.present = known;
        Ok(UniversePlan(self))
    }

    fn name(&mut self, row: usize, entity: EntityId) {
        if let (Some(id), Some(present)) = (self.ids.get_mut(row), self.present.get_mut(row)) {
            *id = entity;
            *present = true;
        }
    }

    /// Under its parent, which in a tree is never at the deepest level.
    fn place(&self, branch: &Branch) -> EntityPlace {
        let parent = branch.parent.and_then(|row| self.ids.get(row).copied());
        let level = branch.level.above().and_then(ParentLevel::new);
        match parent.zip(level) {
            None => EntityPlace::Root,
            Some((parent, parent_level)) => EntityPlace::Under {
                parent,
                parent_level,
            },
        }
    }
}

impl Comparison<'_> {
    fn new_entity(&self, row: usize) -> Result<Entity, SpoolError> {
        let branch = self.tree.branch(row)?;
        let place = self.place(&branch);
        let lost = SpoolError(ErrorKind::InvalidData);
        let new = NewEntity {
            id: self.ids.get(row).copied().ok_or(lost)?,
            organization: self.organization,
            kind: branch.row.kind,
            name: branch.row.name,
            code: branch.row.code,
        };
        Ok(Entity::from_stored(new, place, self.now, self.now, None))
    }
}

impl UniversePlan<'_> {
    /// What becomes of an entity that was shown before.
    ///
    /// # Errors
    /// When the tree cannot be read any more.
    pub fn fate(&self, entity: Stored<Entity>) -> Result<Fate, SpoolError> {
        let Self(Comparison { tree, now, .. }) = self;
        let Stored { value, version } = entity;
        let Some(row) = tree.find(value.code().as_str())? else {
            return Ok(match value.retired_at() {
                Some(_) => Fate::Away,
                None => Fate::Retired(Stored {
                    value: value.retire(*now),
                    version,
                }),
            });
        };
        let branch = tree.branch(row)?;
        let place = self.0.place(&branch);
        let TreeRow { kind, name, .. } = branch.row;
        if value.is(kind, name.as_str(), place) {
            return Ok(Fate::Unchanged);
        }
        let restored = value.retired_at().is_some();
        let value = value.become_so(kind, name, place, *now);
        let entity = Stored { value, version };
        Ok(if restored {
            Fate::Restored(entity)
        } else {
            Fate::Changed(entity)
        })
    }

    /// The entities that are new, parents before what lies below them.
    ///
    /// # Errors
    /// Each, when the tree cannot be read any more.
    pub fn added(&self) -> impl Iterator<Item = Result<Entity, SpoolError>> + Send {
        let Self(comparison) = self;
        let rows = comparison.tree.order();
        let new = rows.filter(|row| comparison.present.get(*row) == Some(&false));
        new.map(|row| comparison.new_entity(row))
    }
}

#[cfg(test)]
mod tests;
