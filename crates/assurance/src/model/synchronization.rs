//! What has to change for the universe to be as a register tells it.

use std::collections::HashMap;

use aiia_keys_domain::{OrganizationId, Timestamp};
use aiia_keys_ports::Stored;

use super::{
    entity::{Entity, EntityPlace, Level, NewEntity, ParentLevel},
    id::EntityId,
    tree::Tree,
};

/// What has to change. Entities are the same when their codes are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UniverseChange {
    /// Entities that are new, parents before what lies below them.
    pub added: Vec<Entity>,
    /// Entities as they become, with the versions that they were read in.
    pub changed: Vec<Stored<Entity>>,
    /// Entities that had left the universe and are in it again, as they become.
    pub restored: Vec<Stored<Entity>>,
    /// Entities that leave the universe, as they become.
    pub retired: Vec<Stored<Entity>>,
    /// How many entities stay as they are.
    pub unchanged: usize,
}

impl UniverseChange {
    /// Whether nothing changes.
    pub const fn is_empty(&self) -> bool {
        self.added.is_empty()
            && self.changed.is_empty()
            && self.restored.is_empty()
            && self.retired.is_empty()
    }

    /// Everything that was there before and is stored anew.
    pub fn rewritten(&self) -> impl Iterator<Item = &Stored<Entity>> {
        let others = self.restored.iter().chain(&self.retired);
        self.changed.iter().chain(others)
    }
}

/// Compares all entities of an organization, retired ones included, with what its register tells.
///
/// An entity whose parents move goes along, and counts as changed when its level does.
///
/// # Errors
/// Those of `new_id`, which names the entities that are new.
pub fn compare<E>(
    present: Vec<Stored<Entity>>,
    tree: &Tree,
    organization: OrganizationId,
    now: Timestamp,
    mut new_id: impl FnMut() -> Result<EntityId, E>,
) -> Result<UniverseChange, E> {
    let mut change = UniverseChange::default();
    let mut left: HashMap<Box<str>, Stored<Entity>> = present
        .into_iter()
        .map(|entity| (entity.value.code().as_str().into(), entity))
        .collect();
    let mut placed: Vec<(EntityId, Level)> = Vec::with_capacity(tree.len());
    for branch in tree.branches() {
        let parent = branch.parent.and_then(|parent| placed.get(parent).copied());
        let place = place(parent);
        let row = &branch.row;
        let id = match left.remove(row.code.as_str()) {
            None => {
                let id = new_id()?;
                let new = NewEntity {
                    id,
                    organization,
                    kind: row.kind,
                    name: row.name.clone(),
                    code: row.code.clone(),
                };
                change
                    .added
                    .push(Entity::from_stored(new, place, now, now, None));
                id
            }
            Some(entity) => {
                let id = entity.value.id();
                if entity.value.is(row.kind, &row.name, place) {
                    change.unchanged += 1;
                } else {
                    let restored = entity.value.retired_at().is_some();
                    let version = entity.version;
                    let value = entity
                        .value
                        .become_so(row.kind, row.name.clone(), place, now);
                    let list = if restored {
                        &mut change.restored
                    } else {
                        &mut change.changed
                    };
                    list.push(Stored { value, version });
                }
                id
            }
        };
        placed.push((id, branch.level));
    }
    let leaving = left.into_values();
    change.retired = leaving
        .filter(|entity| entity.value.retired_at().is_none())
        .map(|entity| Stored {
            value: entity.value.retire(now),
            version: entity.version,
        })
        .collect();
    // In an order that does not depend on chance.
    change
        .retired
        .sort_unstable_by(|one, other| one.value.code().cmp(other.value.code()));
    Ok(change)
}

/// Under a parent that a tree has, which is never at the deepest level.
fn place(parent: Option<(EntityId, Level)>) -> EntityPlace {
    match parent.and_then(|(parent, level)| Some((parent, ParentLevel::new(level)?))) {
        None => EntityPlace::Root,
        Some((parent, parent_level)) => EntityPlace::Under {
            parent,
            parent_level,
        },
    }
}

#[cfg(test)]
mod tests;
