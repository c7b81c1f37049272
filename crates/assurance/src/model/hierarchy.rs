//! The tree of entities under one of them.

use std::collections::HashMap;

use super::{entity::Entity, id::EntityId};

/// Entities as a tree, each followed by what lies below it: siblings go by code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hierarchy {
    nodes: Vec<HierarchyNode>,
}

/// One entity of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HierarchyNode {
    /// The entity.
    pub entity: Entity,
    /// How many levels it lies below the top of this tree.
    pub depth: u8,
    /// How many entities of this tree lie right below it.
    pub children: usize,
}

impl Hierarchy {
    /// Puts a tree together: under `root`, or of all roots.
    ///
    /// # Errors
    /// When an entity is not connected to the top, and the list therefore no tree.
    pub fn assemble(
        root: Option<EntityId>,
        entities: Vec<Entity>,
    ) -> Result<Self, DisconnectedEntity> {
        let count = entities.len();
        let mut below: HashMap<EntityId, Vec<Entity>> = HashMap::new();
        let mut tops = Vec::new();
        for entity in entities {
            match entity.parent() {
                _ if Some(entity.id()) == root => tops.push(entity),
                None => tops.push(entity),
                Some(parent) => below.entry(parent).or_default().push(entity),
            }
        }
        let by_code = |one: &Entity, other: &Entity| other.code().cmp(one.code());
        // What is still to be visited, the next one last.
        tops.sort_unstable_by(by_code);
        let mut stack: Vec<(Entity, u8)> = tops.into_iter().map(|top| (top, 0)).collect();
        let mut nodes = Vec::with_capacity(count);
        while let Some((entity, depth)) = stack.pop() {
            let mut children = below.remove(&entity.id()).unwrap_or_default();
            children.sort_unstable_by(by_code);
            nodes.push(HierarchyNode {
                entity,
                depth,
                children: children.len(),
            });
            stack.extend(
                children
                    .into_iter()
                    .map(|child| (child, depth.saturating_add(1))),
            );
        }
        match below.into_values().flatten().next() {
            None => Ok(Self { nodes }),
            Some(left) => Err(DisconnectedEntity(left.id())),
        }
    }

    /// The entities, each followed by what lies below it.
    pub fn nodes(&self) -> &[HierarchyNode] {
        &self.nodes
    }

    /// The same, without copying.
    pub fn into_nodes(self) -> Vec<HierarchyNode> {
        self.nodes
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

    fn shape(hierarchy: &Hierarchy) -> Vec<(u128, u8, usize)> {
        let nodes = hierarchy.nodes().iter();
        nodes
            .map(|node| {
                (
                    node.entity.id().as_uuid().as_u128(),
                    node.depth,
                    node.children,
                )
            })
            .collect()
    }

    #[test]
    fn each_entity_is_followed_by_what_lies_below_it() {
        let all = entities(&[None, Some(0), Some(0), Some(1), None]);
        let tree = Hierarchy::assemble(None, all).unwrap();
        assert_eq!(
            shape(&tree),
            [(0, 0, 2), (1, 1, 1), (3, 2, 0), (2, 1, 0), (4, 0, 0)]
        );
    }

    #[test]
    fn depth_counts_from_the_top_of_the_tree() {
        let mut all = entities(&[None, Some(0), Some(1)]);
        all.remove(0);
        let tree = Hierarchy::assemble(Some(entity_id(1)), all).unwrap();
        assert_eq!(shape(&tree), [(1, 0, 1), (2, 1, 0)]);
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
            prop_assert_eq!(tree.nodes().len(), parents.len());
            let total: usize = tree.nodes().iter().map(|node| node.children).sum();
            prop_assert_eq!(total, parents.iter().flatten().count());
        }
    }
}
