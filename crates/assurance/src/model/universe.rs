//! A whole universe at once, from a flat list.

use std::collections::{HashMap, HashSet};

use aiia_keys_domain::Timestamp;

use super::{
    code::EntityCode,
    entity::{Entity, NewEntity, PlaceError},
    id::EntityId,
};

/// An entity of a list that names its parent by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedEntity {
    /// The entity.
    pub new: NewEntity,
    /// What it lies under; `None` at the top.
    pub parent: Option<EntityId>,
}

/// Gives every entity of a list its place, parents before what lies below them.
///
/// # Errors
/// When ids or codes repeat, a parent is not in the list, or entities lie in a circle or too deep:
/// the whole list is refused then.
pub fn arrange(list: Vec<ListedEntity>, now: Timestamp) -> Result<Vec<Entity>, ArrangeError> {
    let mut codes = HashSet::with_capacity(list.len());
    let mut ids = HashSet::with_capacity(list.len());
    for ListedEntity { new, .. } in &list {
        if !ids.insert(new.id) {
            return Err(ArrangeError::DuplicateId(new.id));
        }
        if !codes.insert(&new.code) {
            return Err(ArrangeError::DuplicateCode(new.code.clone()));
        }
    }
    if let Some(orphan) = list
        .iter()
        .find(|listed| listed.parent.is_some_and(|parent| !ids.contains(&parent)))
    {
        return Err(ArrangeError::UnknownParent(orphan.new.code.clone()));
    }

    let mut waiting: HashMap<Option<EntityId>, Vec<NewEntity>> = HashMap::new();
    for ListedEntity { new, parent } in list {
        waiting.entry(parent).or_default().push(new);
    }
    let mut placed = Vec::with_capacity(ids.len());
    for new in waiting.remove(&None).unwrap_or_default() {
        placed.push(place(new, None, now)?);
    }
    let mut next = 0;
    while let Some(parent) = placed.get(next).cloned() {
        for new in waiting.remove(&Some(parent.id())).unwrap_or_default() {
            placed.push(place(new, Some(&parent), now)?);
        }
        next += 1;
    }
    // Whose parent is in the list and never came up lies below itself.
    match waiting.into_values().flatten().map(|new| new.code).min() {
        None => Ok(placed),
        Some(code) => Err(ArrangeError::Cycle(code)),
    }
}

fn place(new: NewEntity, parent: Option<&Entity>, now: Timestamp) -> Result<Entity, ArrangeError> {
    let code = new.code.clone();
    Entity::add(new, parent, now).map_err(|error| ArrangeError::Place { code, error })
}

/// A list is no universe.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArrangeError {
    /// Two entities have one id.
    #[error("id {0} is in the list twice: each entity has an id of its own")]
    DuplicateId(EntityId),
    /// Two entities have one code.
    #[error("code {0} is in the list twice: each entity has a code of its own")]
    DuplicateCode(EntityCode),
    /// An entity's parent is not in the list.
    #[error("the parent of {0} is not in the list: add it, or name another one")]
    UnknownParent(EntityCode),
    /// An entity lies below itself.
    #[error("{0} lies below itself: name another parent")]
    Cycle(EntityCode),
    /// An entity cannot have its place.
    #[error("{code}: {error}")]
    Place {
        /// Which one.
        code: EntityCode,
        /// Why.
        error: PlaceError,
    },
}

#[cfg(test)]
mod tests;
