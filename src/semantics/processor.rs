//! How a Map state runs its items: in its own execution, or each in a child execution of a workflow type of its own.

use crate::asl::{StateType, WorkflowType};
use crate::model::{Machine, State};
use crate::syntax::{NodeId, Tree};

/// `Mode` of a Map state's processor where it says `DISTRIBUTED`.
pub fn distributed(tree: &Tree, state: &State) -> Option<NodeId> {
    let mode = tree.get(config(tree, state)?, "Mode")?;
    (tree.known(mode) == Some("DISTRIBUTED")).then_some(mode)
}

/// The Map state around a state that runs it in Express child executions, if the nearest distributed one does.
pub fn express_parent<'a>(tree: &Tree, machine: &'a Machine, state: &State) -> Option<&'a State> {
    let mut scope = machine.scope(state.scope);
    while let Some(owner) = scope.and_then(|scope| scope.owner).and_then(|owner| machine.state(owner)) {
        if distributed(tree, owner).is_some() {
            return (execution_type(tree, owner) == Some(WorkflowType::Express)).then_some(owner);
        }
        scope = machine.scope(owner.scope);
    }
    None
}

fn config(tree: &Tree, state: &State) -> Option<NodeId> {
    if state.kind != Some(StateType::Map) {
        return None;
    }
    let processor = tree.get(state.node, "ItemProcessor").or_else(|| tree.get(state.node, "Iterator"))?;
    tree.get(processor, "ProcessorConfig")
}

fn execution_type(tree: &Tree, state: &State) -> Option<WorkflowType> {
    match tree.known(tree.get(config(tree, state)?, "ExecutionType")?)? {
        "EXPRESS" => Some(WorkflowType::Express),
        "STANDARD" => Some(WorkflowType::Standard),
        _ => None,
    }
}
