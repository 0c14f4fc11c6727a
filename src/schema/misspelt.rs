//! Fields under names that are not quite theirs, which count as meant.

use super::is_field;
use crate::asl::nearest;
use crate::syntax::{Member, NodeId, Tree};

/// The member whose key was most likely meant to be `name`: no field of the language itself, and near enough.
pub fn misspelt(tree: &Tree, object: NodeId, name: &str) -> Option<Member> {
    let unknown = tree.members(object).filter(|member| !is_field(tree.text(member.key)));
    meant(tree, unknown, name)
}

/// The member among unknown ones whose key was most likely meant to be `name`.
pub fn meant(tree: &Tree, unknown: impl IntoIterator<Item = Member>, name: &str) -> Option<Member> {
    unknown.into_iter().find(|member| nearest(tree.text(member.key), [name]).is_some())
}
