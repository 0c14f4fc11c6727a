//! A file that is a definition.

use std::sync::Arc;

use super::{Facts, Found};
use crate::syntax::{NodeId, Tree};

/// Whether a value looks like a definition: `States` whose members have a `Type`, or `StartAt` and `States`.
pub(super) fn is_definition(tree: &Tree, root: NodeId) -> bool {
    let Some(states) = tree.get(root, "States") else { return false };
    if tree.get(root, "StartAt").is_some() {
        return true;
    }
    tree.is_object(states) && tree.members(states).any(|state| tree.get(state.value, "Type").is_some())
}

/// The file as its only definition.
pub(super) fn definition(tree: &Arc<Tree>) -> Found {
    Found {
        name: String::new(),
        tree: Arc::clone(tree),
        root: tree.root(),
        facts: Facts::default(),
        faults: Vec::new(),
    }
}
