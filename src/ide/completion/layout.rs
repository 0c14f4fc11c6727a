//! How new containers are laid out: like those around them.

use super::Context;
use crate::syntax::{Language, NodeId, Tree};

/// How containers are laid out.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Layout {
    /// On one line.
    Inline,
    /// JSON with a member a line.
    Lines { indentation: String, unit: String },
    /// A YAML block whose keys stand at a column.
    Block { column: usize, unit: usize },
}

/// How an object is laid out in which a slot is, or whose first member it is to be.
pub(super) fn layout(ctx: &Context<'_>, object: Option<NodeId>, start: u32) -> Layout {
    let (tree, root) = (ctx.location.tree(), ctx.location.definition.root);
    let is_bracketed = tree.is_bracketed(object.unwrap_or_else(|| ctx.location.spot.container()));
    if tree.language() == Language::Yaml {
        if is_bracketed {
            return Layout::Inline;
        }
        return Layout::Block { column: column(ctx.text, start), unit: unit(tree, root).len().max(2) };
    }
    let unit = unit(tree, root);
    let Some(object) = object else { return Layout::Inline };
    let members = tree.own_members(object).iter().map(|member| member.key);
    let first = members.chain(tree.own_items(object).iter().copied()).next();
    if let Some(indentation) = first.and_then(|first| tree.indentation(first)) {
        return Layout::Lines { indentation, unit };
    }
    // Nothing is in it yet: a level below the line it opens on, unless the slot is on that line.
    let around = tree.key_of(object).and_then(|key| tree.indentation(key)).filter(|_| first.is_none());
    let Some(around) = around else { return Layout::Inline };
    let is_below = ctx.text.get(tree.span(object).start as usize..start as usize).unwrap_or("").contains('\n');
    let indentation = if is_below || tree.is_object(object) { format!("{around}{unit}") } else { around };
    Layout::Lines { indentation, unit }
}

/// By how much a definition indents: what its first container is further in than its key.
fn unit(tree: &Tree, root: NodeId) -> String {
    let root = tree.resolve(root);
    let inner = |key: NodeId, value: NodeId| {
        let around = tree.indentation(key)?;
        let first = tree.own_members(tree.resolve(value)).first()?;
        let own = tree.indentation(first.key)?;
        own.strip_prefix(&around).filter(|unit| !unit.is_empty()).map(str::to_owned)
    };
    let members = tree.own_members(root).iter();
    let first = tree.own_members(root).first().and_then(|first| tree.indentation(first.key));
    let mut found = members.filter_map(|member| inner(member.key, member.value));
    found.next().or(first.filter(|first| !first.is_empty())).unwrap_or_else(|| "  ".to_owned())
}

/// The column of an offset, a dash before it counted as blanks.
pub(super) fn column(text: &str, at: u32) -> usize {
    line_before(text, at).len()
}

/// The text of a line before an offset.
pub(super) fn line_before(text: &str, at: u32) -> &str {
    let before = text.get(..at as usize).unwrap_or("");
    before.rsplit(['\n', '\r']).next().unwrap_or("")
}
