//! Reading the hierarchy.

use aiia_keys_domain::{Caller, Forbidden, Permission};
use aiia_keys_ports::StoreError;

use crate::{EntityId, Env, HierarchyNode, HierarchyWalk, TreeExtent};

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
/// `each` is told of the entities one by one, each followed by what lies below it, siblings by code:
/// none of them is kept here. What it was told is of no use when this fails.
///
/// # Errors
/// When the caller may not, there is no such entity in their organization, the tree is too large, or
/// storage or `each` fails.
pub async fn hierarchy(
    env: &Env,
    caller: &Caller,
    query: Query,
    mut each: impl FnMut(HierarchyNode<'_>) -> Result<(), StoreError> + Send,
) -> Result<(), Error> {
    caller.require(Permission::ReadUniverse)?;
    let Query { root, depth } = query;
    let extent = TreeExtent {
        root,
        depth,
        limit: MAX_ENTITIES + 1,
    };
    let mut walk = HierarchyWalk::under(root);
    let mut count = 0;
    let mut work = env.store.begin(caller.organization).await?;
    work.entities().begin_tree(&extent).await?;
    loop {
        let entities = work.entities().next_of_tree().await?;
        if entities.is_empty() {
            break;
        }
        for entity in &entities {
            count += 1;
            if count > MAX_ENTITIES {
                return Err(Error::TooLarge);
            }
            let node = walk.step(entity);
            each(node.map_err(|error| StoreError::Corrupt(error.into()))?)?;
        }
    }
    work.commit().await?;
    if root.is_some() && count == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Entity,
        testing::{entity, entity_id, env, program, work},
    };

    /// The depths of what storage gives piece by piece.
    async fn read(root: Option<u128>, mut pieces: Vec<Vec<Entity>>) -> Result<Vec<u8>, Error> {
        let mut work = work();
        work.entities
            .expect_begin_tree()
            .once()
            .withf(move |extent| {
                extent.root == root.map(entity_id)
                    && extent.depth == Some(3)
                    && extent.limit == 100_001
            })
            .returning(|_| Ok(()));
        pieces.reverse();
        work.entities
            .expect_next_of_tree()
            .returning(move || Ok(pieces.pop().unwrap_or_default()));
        let (env, _) = env(work);
        let query = Query {
            root: root.map(entity_id),
            depth: Some(3),
        };
        let mut depths = Vec::new();
        let each = |node: HierarchyNode<'_>| {
            depths.push(node.depth);
            Ok(())
        };
        hierarchy(&env, &program("read:universe"), query, each).await?;
        Ok(depths)
    }

    #[tokio::test]
    async fn what_storage_gives_is_told_one_by_one_with_its_depth() {
        let root = entity(1, None);
        let child = entity(2, Some(&root));
        let other = entity(3, Some(&root));
        let pieces = vec![vec![root, child], vec![other]];
        assert_eq!(read(Some(1), pieces).await.unwrap(), [0, 1, 1]);
    }

    #[tokio::test]
    async fn an_empty_universe_is_an_empty_tree_and_an_unknown_root_is_not_found() {
        assert!(read(None, vec![]).await.unwrap().is_empty());
        let refused = read(Some(1), vec![]).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }

    #[tokio::test]
    async fn a_tree_that_hangs_together_badly_is_no_answer() {
        let root = entity(1, None);
        let child = entity(2, Some(&root));
        let refused = read(None, vec![vec![child]]).await;
        let corrupt = matches!(refused, Err(Error::Store(StoreError::Corrupt(_))));
        assert!(corrupt, "{refused:?}");
    }

    #[tokio::test]
    async fn a_tree_of_more_than_100000_entities_is_refused_with_the_cure() {
        let some = vec![entity(1, None); 50_000];
        assert!(read(None, vec![some.clone(); 2]).await.is_ok());
        let refused = read(None, vec![some.clone(), some.clone(), some])
            .await
            .unwrap_err();
        assert!(matches!(refused, Error::TooLarge), "{refused:?}");
        assert!(refused.to_string().contains("less depth"), "{refused}");
    }

    #[tokio::test]
    async fn who_is_told_can_give_up() {
        let mut work = work();
        work.entities.expect_begin_tree().returning(|_| Ok(()));
        let entities = vec![entity(1, None)];
        work.entities
            .expect_next_of_tree()
            .return_once(|| Ok(entities));
        let (env, _) = env(work);
        let each = |_: HierarchyNode<'_>| Err(StoreError::Unavailable("no room".into()));
        let caller = program("read:universe");
        let refused = hierarchy(&env, &caller, Query::default(), each).await;
        let unavailable = matches!(refused, Err(Error::Store(StoreError::Unavailable(_))));
        assert!(unavailable, "{refused:?}");
    }
}
