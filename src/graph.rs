//! The state graph of a scope. The only module that knows petgraph.

use std::sync::OnceLock;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, EdgeRef};

use crate::model::{Machine, Role, Scope, State, StateId};

/// States as nodes, transitions as edges. A misspelt target leads where it was most likely meant to.
#[derive(Debug)]
pub struct StateGraph {
    graph: DiGraph<StateId, Role>,
    start: Option<NodeIndex>,
    has_terminal: bool,
    reachable: OnceLock<Vec<bool>>,
}

impl StateGraph {
    pub fn new(machine: &Machine, scope: &Scope) -> Self {
        let edges = machine.states_of(scope).map(|state| state.transitions.len()).sum();
        let mut graph = DiGraph::with_capacity(scope.states.len(), edges);
        for &id in &scope.states {
            graph.add_node(id);
        }
        let index = |id: StateId| machine.state(id).map(|state| NodeIndex::new(state.index));
        for state in machine.states_of(scope) {
            for transition in &state.transitions {
                if let Some(target) = transition.target.leads_to().and_then(index) {
                    graph.add_edge(NodeIndex::new(state.index), target, transition.role);
                }
            }
        }
        Self {
            graph,
            start: scope.start_at.as_ref().and_then(super::model::Target::leads_to).and_then(index),
            has_terminal: machine.states_of(scope).any(State::is_terminal),
            reachable: OnceLock::new(),
        }
    }

    /// Whether some sequence of transitions leads from `StartAt` to the state.
    pub fn is_reachable(&self, state: &State) -> bool {
        self.reachable().get(state.index).copied().unwrap_or(false)
    }

    /// By the index of each state of the scope: whether some sequence of transitions leads from it to one of `targets`.
    pub fn reaching<'a>(&self, targets: impl Iterator<Item = &'a State>) -> Vec<bool> {
        let count = self.graph.node_count();
        let mut pending: Vec<NodeIndex> =
            targets.map(|state| NodeIndex::new(state.index)).filter(|node| node.index() < count).collect();
        let mut seen = vec![false; count];
        for node in &pending {
            mark(&mut seen, *node);
        }
        while let Some(node) = pending.pop() {
            for before in self.graph.neighbors_directed(node, petgraph::Incoming) {
                if mark(&mut seen, before) {
                    pending.push(before);
                }
            }
        }
        seen
    }

    /// Whether any state of the scope ends it.
    pub fn has_terminal(&self) -> bool {
        self.has_terminal
    }

    /// The transitions into a state: from where, and why.
    pub fn predecessors(&self, state: &State) -> impl Iterator<Item = (StateId, Role)> + '_ {
        self.graph
            .edges_directed(NodeIndex::new(state.index.min(self.graph.node_count())), petgraph::Incoming)
            .filter_map(|edge| self.graph.node_weight(edge.source()).map(|&id| (id, *edge.weight())))
    }

    /// Groups of states that reach each other, and states with a transition to themselves.
    pub fn cycles(&self) -> Vec<Vec<StateId>> {
        let mut cycles: Vec<Vec<StateId>> = tarjan_scc(&self.graph)
            .into_iter()
            .filter(|group| match group.as_slice() {
                [only] => self.graph.contains_edge(*only, *only),
                _ => true,
            })
            .map(|group| {
                let mut states: Vec<StateId> =
                    group.into_iter().filter_map(|node| self.graph.node_weight(node).copied()).collect();
                states.sort_unstable();
                states
            })
            .collect();
        cycles.sort_unstable();
        cycles
    }

    fn reachable(&self) -> &[bool] {
        self.reachable.get_or_init(|| {
            let mut seen = vec![false; self.graph.node_count()];
            let Some(start) = self.start else { return seen };
            let mut search = Dfs::new(&self.graph, start);
            while let Some(node) = search.next(&self.graph) {
                mark(&mut seen, node);
            }
            seen
        })
    }
}

/// Marks a node; says whether it was new.
fn mark(seen: &mut [bool], node: NodeIndex) -> bool {
    match seen.get_mut(node.index()) {
        Some(slot) => !std::mem::replace(slot, true),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lower;
    use crate::syntax::{Language, parse};

    #[test]
    fn reachability_cycles_and_ends() {
        let text = r#"{"StartAt": "A", "States": {
            "A": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "B"}], "Default": "D"},
            "B": {"Type": "Pass", "Next": "C"}, "C": {"Type": "Pass", "Next": "B"},
            "D": {"Type": "Succeed"}, "E": {"Type": "Pass", "Next": "F"}, "F": {"Type": "Pass", "Next": "E"}}}"#;
        let (tree, _) = parse(text.into(), Language::Json, None);
        let machine = lower(&tree, tree.root());
        let graph = StateGraph::new(&machine, &machine.scopes[0]);
        let named = |test: &dyn Fn(&State) -> bool| -> String {
            machine.states.iter().filter(|state| test(state)).map(|state| &*state.name.text).collect()
        };
        assert_eq!(named(&|state| graph.is_reachable(state)), "ABCD");
        let reaching = graph.reaching(machine.states.iter().filter(|state| state.is_terminal()));
        assert_eq!(named(&|state| reaching[state.index]), "AD");
        assert_eq!(graph.cycles(), [[StateId(1), StateId(2)], [StateId(4), StateId(5)]]);
        assert_eq!(graph.predecessors(&machine.states[1]).count(), 2);
    }
}
