//! Reading the hierarchy.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::StoreError;

use crate::{EntityId, Env, Hierarchy, TreeExtent};

/// The most entities that one tree may have.
pub const MAX_ENTITIES: u32 = 100_000;

/// Which part of the hierarchy to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The entity at the top, or the whole universe.
    pub root: Option<EntityId>,
    /// So many levels below the top, or all.
    pub depth: Option<u8>,
}

/// No tree was read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The caller's organization has no such entity.
    #[error("there is no such entity")]
    NotFound,
    /// The tree is too large for one answer.
    #[error("the tree has more than 100000 entities: choose a root further down, or less depth")]
    TooLarge,
    /// Storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads the tree under an entity of the caller's organization, or all of it, as it is at one moment.
///
/// # Errors
/// When the caller may not, there is no such entity in their organization, the tree is too large, or storage fails.
pub async fn hierarchy(env: &Env, caller: &Caller, query: Query) -> Result<Hierarchy, Error> {
    caller.require(Permission::ReadUniverse)?;
    let Query { root, depth } = query;
    let extent = TreeExtent {
        root,
        depth,
        limit: MAX_ENTITIES + 1,
    };
    let mut work = env.store.begin(caller.organization).await?;
    let entities = work.entities().list_tree(&extent).await?;
    work.commit().await?;
    if root.is_some() && entities.is_empty() {
        return Err(Error::NotFound);
    }
    if u32::try_from(entities.len()).map_or(true, |count| count > MAX_ENTITIES) {
        return Err(Error::TooLarge);
    }
    Hierarchy::assemble(root, entities).map_err(|error| StoreError::Corrupt(Box::new(error)).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Entity,
        testing::{entity, entity_id, env, program, work},
    };

    async fn read(root: Option<u128>, entities: Vec<Entity>) -> Result<Hierarchy, Error> {
        let mut work = work();
        work.entities
            .expect_list_tree()
            .withf(move |extent| {
                extent.root == root.map(entity_id)
                    && extent.depth == Some(3)
                    && extent.limit == 100_001
            })
            .return_once(|_| Ok(entities));
        let (env, _) = env(work);
        let query = Query {
            root: root.map(entity_id),
            depth: Some(3),
        };
        hierarchy(&env, &program("read:universe"), query).await
    }

    #[tokio::test]
    async fn what_storage_gives_becomes_a_tree() {
        let root = entity(1, None);
        let child = entity(2, Some(&root));
        let tree = read(Some(1), vec![child, root]).await.unwrap();
        let depths: Vec<_> = tree.nodes().map(|node| node.depth).collect();
        assert_eq!(depths, [0, 1]);
    }

    #[tokio::test]
    async fn an_empty_universe_is_an_empty_tree_and_an_unknown_root_is_not_found() {
        assert_eq!(read(None, vec![]).await.unwrap().node(0), None);
        let refused = read(Some(1), vec![]).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }

    #[tokio::test]
    async fn a_tree_that_hangs_together_badly_is_no_answer() {
        let root = entity(1, None);
        let child = entity(2, Some(&root));
        let refused = read(None, vec![child]).await;
        let corrupt = matches!(refused, Err(Error::Store(StoreError::Corrupt(_))));
        assert!(corrupt, "{refused:?}");
    }

    #[tokio::test]
    async fn a_tree_of_more_than_100000_entities_is_refused_with_the_cure() {
        let root = entity(1, None);
        let refused = read(None, vec![root; 100_001]).await.unwrap_err();
        assert!(matches!(refused, Error::TooLarge), "{refused:?}");
        assert!(refused.to_string().contains("less depth"), "{refused}");
    }
}
