//! Trees of entities as the API shows them: nested, written from the flat list without a copy.

use std::cell::Cell;

use aiia_keys_assurance::{Hierarchy, HierarchyNode};
use serde::{
    Serialize, Serializer,
    ser::{SerializeSeq as _, SerializeStruct as _},
};
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

/// All trees of a hierarchy.
pub(super) struct Trees<'a>(Rest<'a>);

/// The part of the list that is not written yet; whoever writes a node takes it off.
struct Rest<'a>(Cell<&'a [HierarchyNode]>);

impl<'a> Trees<'a> {
    pub(super) fn of(hierarchy: &'a Hierarchy) -> Self {
        Self(Rest(Cell::new(hierarchy.nodes())))
    }
}

impl<'a> Rest<'a> {
    fn next(&self) -> Option<&'a HierarchyNode> {
        let (node, rest) = self.0.get().split_first()?;
        self.0.set(rest);
        Some(node)
    }
}

impl Serialize for Trees<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut trees = serializer.serialize_seq(None)?;
        // Each takes what lies below it off as well, so what comes next is the next top.
        while let Some(top) = self.0.next() {
            trees.serialize_element(&Tree(top, &self.0))?;
        }
        trees.end()
    }
}

/// A node, before what lies below it is taken off the list.
struct Tree<'r, 'n>(&'n HierarchyNode, &'r Rest<'n>);

impl Serialize for Tree<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(node, rest) = self;
        let mut branch = serializer.serialize_struct("Branch", 5)?;
        branch.serialize_field("id", &Text(node.entity.id()))?;
        branch.serialize_field("code", node.entity.code().as_str())?;
        branch.serialize_field("kind", node.entity.kind().as_str())?;
        branch.serialize_field("name", node.entity.name().as_str())?;
        branch.serialize_field("children", &Children(node.children, rest))?;
        branch.end()
    }
}

/// As many trees as a node has children.
struct Children<'r, 'n>(usize, &'r Rest<'n>);

impl Serialize for Children<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(count, rest) = self;
        let mut children = serializer.serialize_seq(Some(*count))?;
        for _ in 0..*count {
            let Some(child) = rest.next() else { break };
            children.serialize_element(&Tree(child, rest))?;
        }
        children.end()
    }
}
