//! The tree of entities under one of them.

use super::{entity::Entity, id::EntityId};

/// One entity of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HierarchyNode<'a> {
    /// The entity.
    pub entity: &'a Entity,
    /// How many levels it lies below the top of this tree.
    pub depth: u8,
}

/// Follows the entities of a tree, or of all trees, each of which is followed by what lies below it.
///
/// Of a tree of whatever size, only the way from its top to where the walk is, is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HierarchyWalk {
    root: Option<EntityId>,
    /// The last entity, with what it lies below before it.
    way: Vec<EntityId>,
}

impl HierarchyWalk {
    /// Begins before the tree under `root`, or before the first of all trees.
    pub const fn under(root: Option<EntityId>) -> Self {
        Self {
            root,
            way: Vec::new(),
        }
    }

    /// Goes on to the next entity.
    ///
    /// # Errors
    /// When it lies neither at the top nor below what the walk just passed: then it is no tree, or not
    /// in order.
    pub fn step<'a>(
        &mut self,
        entity: &'a Entity,
    ) -> Result<HierarchyNode<'a>, DisconnectedEntity> {
        let disconnected = DisconnectedEntity(entity.id());
        let above = match (self.root, entity.parent()) {
            (Some(root), _) if root == entity.id() => 0,
            (None, None) => 0,
            (_, Some(parent)) => {
                let place = self.way.iter().rposition(|passed| *passed == parent);
                place.ok_or(disconnected)? + 1
            }
            (Some(_), None) => return Err(disconnected),
        };
        let depth = u8::try_from(above).map_err(|_| disconnected)?;
        self.way.truncate(above);
        self.way.push(entity.id());
        Ok(HierarchyNode { entity, depth })
    }
}

/// An entity's place in a tree is not where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entity {0} is not connected to the top of its tree")]
pub struct DisconnectedEntity(pub EntityId);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        ListedEntity, arrange,
        testing::{entity_id, new_entity, now},
    };

    /// Entities that lie below the one with this number, in the order of their numbers.
    fn entities(parents: &[Option<u128>]) -> Vec<Entity> {
        let list = (0..).zip(parents).map(|(id, parent)| ListedEntity {
            new: new_entity(id),
            parent: parent.map(entity_id),
        });
        let mut all = arrange(list.collect(), now()).unwrap();
        all.sort_by_key(Entity::id);
        all
    }

    fn depths(root: Option<u128>, entities: &[Entity]) -> Result<Vec<u8>, DisconnectedEntity> {
        let mut walk = HierarchyWalk::under(root.map(entity_id));
        let nodes = entities.iter().map(|entity| walk.step(entity));
        nodes.map(|node| node.map(|node| node.depth)).collect()
    }

    #[test]
    fn depth_counts_from_the_top() {
        let all = entities(&[None, Some(0), Some(1), Some(0), None, Some(4)]);
        assert_eq!(depths(None, &all), Ok(vec![0, 1, 2, 1, 0, 1]));
        assert_eq!(depths(Some(1), &all[1..3]), Ok(vec![0, 1]));
        assert_eq!(depths(Some(0), &all[..4]), Ok(vec![0, 1, 2, 1]));
        assert_eq!(depths(None, &[]), Ok(vec![]));
    }

    #[test]
    fn what_is_not_in_order_or_no_tree_is_refused() {
        let all = entities(&[None, Some(0), Some(1), Some(0), Some(1), None]);
        let gap = [all[0].clone(), all[2].clone()];
        for (root, entities, left) in [
            // 4 lies below 1, which was left when 3 came.
            (None, &all[..], 4),
            (None, &gap[..], 2),
            (Some(1), &all[2..], 2),
            (Some(0), &all[4..], 4),
            // A top, and it is not the one that was asked for.
            (Some(0), &all[5..], 5),
        ] {
            let refused = DisconnectedEntity(entity_id(left));
            assert_eq!(depths(root, entities), Err(refused));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn the_depth_is_the_number_of_entities_above(
            seeds in prop::collection::vec(any::<u8>(), 1..30),
        ) {
            // Each below the last, or below one of those above it: so all are in order.
            let mut parents: Vec<Option<u128>> = Vec::new();
            let mut way: Vec<u128> = Vec::new();
            for (seed, id) in seeds.iter().zip(0_u128..) {
                way.truncate(usize::from(*seed) % (way.len() + 1));
                parents.push(way.last().copied());
                way.push(id);
            }
            let all = entities(&parents);
            let expected = all.iter().map(|entity| entity.level().get()).collect();
            prop_assert_eq!(depths(None, &all), Ok(expected));
        }
    }
}
