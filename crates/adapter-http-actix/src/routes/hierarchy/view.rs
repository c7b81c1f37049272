//! Trees of entities as the API shows them: nested, and written from a flat list node by node.

use actix_web::{body::SizedStream, web::Bytes};
use aiia_keys_assurance::{EntityId, HierarchyNode};
use aiia_keys_ports::{Spool, SpoolError, StoreError};
use futures_util::{Stream, stream};
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

/// All trees of a hierarchy as JSON, written as their nodes are told and kept in a spool.
///
/// What came to be told is known before the first byte is sent, and however slow the client is then,
/// the database is done with.
pub(super) struct Trees {
    spool: Box<dyn Spool>,
    /// How many bytes there are.
    length: u64,
    /// The node that is being written.
    piece: Vec<u8>,
    /// How many nodes wait for the end of their children.
    open: u8,
}

impl Trees {
    /// Begins, in a spool with nothing in it.
    pub(super) fn begin(spool: Box<dyn Spool>) -> Self {
        Self {
            spool,
            length: 0,
            piece: vec![b'['],
            open: 0,
        }
    }

    /// Writes a node; each is followed by what lies below it.
    pub(super) fn add(&mut self, node: HierarchyNode<'_>) -> Result<(), StoreError> {
        let ended = self.open.saturating_sub(node.depth);
        close(&mut self.piece, ended);
        if ended > 0 {
            self.piece.push(b',');
        }
        open(&mut self.piece, node).map_err(|error| StoreError::Corrupt(error.into()))?;
        self.open = node.depth.saturating_add(1);
        Ok(self.keep()?)
    }

    /// Ends; what was written is to be sent.
    pub(super) fn end(mut self) -> Result<SizedStream<impl Stream<Item = Piece>>, StoreError> {
        close(&mut self.piece, self.open);
        self.piece.push(b']');
        self.keep()?;
        let pieces = Pieces {
            spool: self.spool,
            at: 0,
            length: self.length,
        };
        Ok(SizedStream::new(self.length, stream::iter(pieces)))
    }

    fn keep(&mut self) -> Result<(), SpoolError> {
        self.spool.append(&self.piece)?;
        self.length += u64::try_from(self.piece.len()).unwrap_or(u64::MAX);
        self.piece.clear();
        Ok(())
    }
}

/// What is sent at once.
type Piece = Result<Bytes, SpoolError>;

/// How many bytes a piece has, but for the last.
const PIECE: u64 = 32 * 1024;

/// What a spool holds, piece by piece.
struct Pieces {
    spool: Box<dyn Spool>,
    at: u64,
    length: u64,
}

impl Iterator for Pieces {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let left = self.length.saturating_sub(self.at);
        let size = usize::try_from(left.min(PIECE))
            .ok()
            .filter(|size| *size > 0)?;
        let mut piece = vec![0; size];
        let read = self.spool.read(self.at, &mut piece);
        self.at += PIECE;
        Some(read.map(|()| Bytes::from(piece)))
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
