//! What has to change for the universe to be as a register tells it.
//!
//! A universe may be large, so entities are looked at one by one, and none of them is kept: at first
//! all of them, to know their ids, and then again, to say what becomes of each.

use aiia_keys_domain::{OrganizationId, Timestamp};
use aiia_keys_ports::Stored;

use super::{
    code::EntityCode,
    entity::{Entity, EntityPlace, NewEntity, ParentLevel},
    id::EntityId,
    text::EntityName,
    tree::{Branch, Tree},
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
    pub fn know(&mut self, entity: &Entity) {
        if let Some(row) = self.tree.find(entity.code().as_str()) {
            self.name(row, entity.id());
        }
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
    fn place(&self, branch: &Branch<'_>) -> EntityPlace {
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

impl UniversePlan<'_> {
    /// What becomes of an entity that was shown before.
    pub fn fate(&self, entity: Stored<Entity>) -> Fate {
        let Self(Comparison { tree, now, .. }) = self;
        let Stored { value, version } = entity;
        let row = tree.find(value.code().as_str());
        let Some(branch) = row.and_then(|row| tree.branch(row)) else {
            return match value.retired_at() {
                Some(_) => Fate::Away,
                None => Fate::Retired(Stored {
                    value: value.retire(*now),
                    version,
                }),
            };
        };
        let place = self.0.place(&branch);
        if value.is(branch.kind, branch.name, place) {
            return Fate::Unchanged;
        }
        let restored = value.retired_at().is_some();
        let name = EntityName::known(branch.name);
        let value = value.become_so(branch.kind, name, place, *now);
        let entity = Stored { value, version };
        if restored {
            Fate::Restored(entity)
        } else {
            Fate::Changed(entity)
        }
    }

    /// The entities that are new, parents before what lies below them.
    pub fn added(&self) -> impl Iterator<Item = Entity> + Send {
        let Self(comparison) = self;
        let Comparison { tree, now, .. } = comparison;
        let rows = tree.order().iter().copied();
        let new = rows.filter(|row| comparison.present.get(*row) == Some(&false));
        new.filter_map(|row| {
            let branch = tree.branch(row)?;
            let new = NewEntity {
                id: *comparison.ids.get(row)?,
                organization: comparison.organization,
                kind: branch.kind,
                name: EntityName::known(branch.name),
                code: EntityCode::known(branch.code),
            };
            let place = comparison.place(&branch);
            Some(Entity::from_stored(new, place, *now, *now, None))
        })
    }
}

#[cfg(test)]
mod tests;
