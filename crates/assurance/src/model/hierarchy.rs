//! The tree of entities under one of them.

use std::ops::Range;

use super::{entity::Entity, id::EntityId};

/// Entities as a tree, each followed by what lies below it: siblings go by code.
///
/// The entities stay where they were put; beside them it takes two numbers for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hierarchy {
    /// By parent, and then by code.
    entities: Vec<Entity>,
    /// Where each is among the entities, and its depth, each followed by what lies below it.
    order: Vec<(usize, u8)>,
}

/// One entity of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HierarchyNode<'a> {
    /// The entity.
    pub entity: &'a Entity,
    /// How many levels it lies below the top of this tree.
    pub depth: u8,
}

impl Hierarchy {
    /// Puts a tree together: under `root`, or of all roots.
    ///
    /// # Errors
    /// When an entity is not connected to the top, and the list therefore no tree.
    pub fn assemble(
        root: Option<EntityId>,
        mut entities: Vec<Entity>,
    ) -> Result<Self, DisconnectedEntity> {
        let parent = |entity: &Entity| entity.parent().filter(|_| Some(entity.id()) != root);
        entities.sort_unstable_by(|one, other| {
            let parents = parent(one).cmp(&parent(other));
            parents.then_with(|| one.code().cmp(other.code()))
        });
        let below = |top: Option<EntityId>| -> Range<usize> {
            let start = entities.partition_point(|entity| parent(entity) < top);
            let rest = entities.get(start..).unwrap_or_default();
            start..start + rest.partition_point(|entity| parent(entity) == top)
        };
        let mut order = Vec::with_capacity(entities.len());
        let mut placed = vec![false; entities.len()];
        // Of each level, the siblings that are still to be visited.
        let mut levels = vec![(below(None), 0_u8)];
        while let Some((siblings, depth)) = levels.last_mut() {
            let next = siblings.next();
            let next = next.and_then(|at| Some((at, entities.get(at)?, placed.get_mut(at)?)));
            let Some((at, entity, placed)) = next else {
                levels.pop();
                continue;
            };
            *placed = true;
            order.push((at, *depth));
            let deeper = depth.saturating_add(1);
            levels.push((below(Some(entity.id())), deeper));
        }
        let left = entities.iter().zip(placed).find(|(_, placed)| !placed);
        match left.map(|(entity, _)| entity.id()) {
            None => Ok(Self { entities, order }),
            Some(left) => Err(DisconnectedEntity(left)),
        }
    }

    /// The entities, each followed by what lies below it.
    pub fn nodes(&self) -> impl Iterator<Item = HierarchyNode<'_>> {
        (0..self.order.len()).filter_map(|at| self.node(at))
    }

    /// One of them; `None` behind the last.
    pub fn node(&self, at: usize) -> Option<HierarchyNode<'_>> {
        let (place, depth) = *self.order.get(at)?;
        let entity = self.entities.get(place)?;
        Some(HierarchyNode { entity, depth })
    }
}

/// An entity's ancestors are missing from a tree.
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

    fn entities(parents: &[Option<u128>]) -> Vec<Entity> {
        let list = (0..).zip(parents).map(|(id, parent)| ListedEntity {
            new: new_entity(id),
            parent: parent.map(entity_id),
        });
        arrange(list.collect(), now()).unwrap()
    }

    fn shape(hierarchy: &Hierarchy) -> Vec<(u128, u8)> {
        let nodes = hierarchy.nodes();
        nodes
            .map(|node| (node.entity.id().as_uuid().as_u128(), node.depth))
            .collect()
    }

    #[test]
    fn each_entity_is_followed_by_what_lies_below_it() {
        let all = entities(&[None, Some(0), Some(0), Some(1), None]);
        let tree = Hierarchy::assemble(None, all).unwrap();
        assert_eq!(shape(&tree), [(0, 0), (1, 1), (3, 2), (2, 1), (4, 0)]);
    }

    #[test]
    fn depth_counts_from_the_top_of_the_tree() {
        let mut all = entities(&[None, Some(0), Some(1)]);
        all.remove(0);
        let tree = Hierarchy::assemble(Some(entity_id(1)), all).unwrap();
        assert_eq!(shape(&tree), [(1, 0), (2, 1)]);
    }

    #[test]
    fn a_list_with_a_gap_is_no_tree() {
        let mut all = entities(&[None, Some(0), Some(1)]);
        all.remove(1);
        let refused = Hierarchy::assemble(None, all);
        assert_eq!(refused, Err(DisconnectedEntity(entity_id(2))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn the_order_of_the_list_does_not_matter(
            seeds in prop::collection::vec(any::<u8>(), 1..30),
            turn in 0_usize..30,
        ) {
            let parents: Vec<_> = seeds.iter().zip(0_u128..)
                .map(|(seed, id)| (id > 0 && seed % 5 > 0).then(|| u128::from(*seed) % id))
                .collect();
            let mut all = entities(&parents);
            let tree = Hierarchy::assemble(None, all.clone()).unwrap();
            let half = turn % all.len();
            all.rotate_left(half);
            all.reverse();
            prop_assert_eq!(&Hierarchy::assemble(None, all).unwrap(), &tree);
            prop_assert_eq!(tree.nodes().count(), parents.len());
            // Right above each, in its place in the order, comes its parent's branch.
            let mut branch: Vec<EntityId> = Vec::new();
            for node in tree.nodes() {
                branch.truncate(node.depth.into());
                prop_assert_eq!(branch.last().copied(), node.entity.parent());
                branch.push(node.entity.id());
            }
        }
    }
}
