//! Trees of entities as the API shows them: nested, and written from the flat list piece by piece.

use actix_web::web::Bytes;
use aiia_keys_assurance::{EntityId, Hierarchy, HierarchyNode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{routes::entities::view::EntityKind, text::Text};

/// An entity with what lies below it.
#[derive(ToSchema)]
#[schema(as = Branch)]
#[expect(
    dead_code,
    reason = "only its fields' names are used, to describe the API"
)]
pub(crate) struct Branch {
    /// Names the entity.
    #[schema(format = "uuid", example = "018bcfe5-687b-7102-8304-05060708090a")]
    id: String,
    /// What the organization's own registers call it.
    #[schema(example = "FIN-AP")]
    code: String,
    /// What it is.
    kind: EntityKind,
    /// What people call it.
    #[schema(example = "Accounts payable")]
    name: String,
    /// The entities right below it, by code.
    #[schema(no_recursion)]
    children: Vec<Self>,
}

/// All trees of a hierarchy as JSON. It is written as it is sent, so that a large one is not there
/// twice.
pub(super) struct Pieces {
    hierarchy: Hierarchy,
    /// The node to write next; `None` when all is written.
    next: Option<usize>,
    /// How many nodes wait for the end of their children.
    open: u8,
}

/// How many bytes a piece has at least, but for the last.
const PIECE: usize = 32 * 1024;

impl Pieces {
    pub(super) const fn of(hierarchy: Hierarchy) -> Self {
        Self {
            hierarchy,
            next: Some(0),
            open: 0,
        }
    }

    fn piece(&mut self, mut next: usize) -> Result<Vec<u8>, serde_json::Error> {
        let mut piece = Vec::with_capacity(PIECE + PIECE / 8);
        if next == 0 {
            piece.push(b'[');
        }
        while piece.len() < PIECE {
            let Some(node) = self.hierarchy.node(next) else {
                close(&mut piece, self.open);
                piece.push(b']');
                self.next = None;
                return Ok(piece);
            };
            let ended = self.open.saturating_sub(node.depth);
            close(&mut piece, ended);
            if ended > 0 {
                piece.push(b',');
            }
            open(&mut piece, node)?;
            self.open = node.depth.saturating_add(1);
            next += 1;
        }
        self.next = Some(next);
        Ok(piece)
    }
}

impl Iterator for Pieces {
    type Item = Result<Bytes, serde_json::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next.take()?;
        Some(self.piece(next).map(Bytes::from))
    }
}

/// Everything of a node up to its children.
fn open(piece: &mut Vec<u8>, node: HierarchyNode<'_>) -> Result<(), serde_json::Error> {
    #[derive(Serialize)]
    struct Own<'a> {
        id: Text<EntityId>,
        code: &'a str,
        kind: &'a str,
        name: &'a str,
    }

    let HierarchyNode { entity, .. } = node;
    let own = Own {
        id: Text(entity.id()),
        code: entity.code().as_str(),
        kind: entity.kind().as_str(),
        name: entity.name().as_str(),
    };
    serde_json::to_writer(&mut *piece, &own)?;
    // Its end comes after its children.
    piece.pop();
    piece.extend_from_slice(br#","children":["#);
    Ok(())
}

/// The end of the children of so many nodes, and of the nodes.
fn close(piece: &mut Vec<u8>, nodes: u8) {
    for _ in 0..nodes {
        piece.extend_from_slice(b"]}");
    }
}
