//! See [`UNREACHABLE_STATE`].

use crate::graph::StateGraph;
use crate::model::{Scope, ScopeKind};
use crate::rule::{Check, Context};
use crate::semantics::ending;

declare_rule! {
    /// No sequence of transitions leads from `StartAt` to a state, so it never runs.
    ///
    /// AWS walks each scope (the machine, each branch, each item processor) from its `StartAt` along `Next`, `Default`,
    /// the rules of Choice states and catchers, and refuses states that the walk does not meet: `State "…" is not
    /// reachable`. States that only refer to each other are not reached either. A misspelt target counts as the state
    /// that was meant, and nothing is said while some state that is reached does not say where it goes, so that one
    /// slip is reported once.
    ///
    /// ```json,fails
    /// {"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "Orphan": {"Type": "Fail", "Error": "Lost"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "A", "States": {
    ///   "A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"},
    ///     "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}], "End": true},
    ///   "Failed": {"Type": "Fail", "Error": "Lost"}}}
    /// ```
    ///
    /// Source: [States](https://states-language.net/#states-fields)
    pub UNREACHABLE_STATE = "unreachable-state" (Graph, Error, Both, fix: Never), Check::Scope(check)
}

fn check(ctx: &mut Context<'_>, scope: &Scope, graph: &StateGraph) {
    if scope.open {
        return;
    }
    // AWS skips its walk when the whole workflow has no end; that finding comes first.
    if scope.kind == ScopeKind::Root && !graph.has_terminal() {
        return;
    }
    // What lies behind a state that does not say where it goes is not reached for that reason. Only states that lead
    // nowhere cannot have been meant.
    let tree = ctx.tree;
    let machine = ctx.machine;
    let is_hidden = machine.states_of(scope).any(|state| graph.is_reachable(state) && ending::hides_a_way(tree, state));
    let meant = if is_hidden {
        graph.reaching(machine.states_of(scope).filter(|state| ending::may_end(tree, state)))
    } else {
        Vec::new()
    };
    let start = scope.start_at.as_ref().map(|start| start.node);
    for state in machine.states_of(scope) {
        if graph.is_reachable(state) || meant.get(state.index) == Some(&true) {
            continue;
        }
        let from = graph.predecessors(state).any(|(id, _)| id != state.id);
        let start = start.map(|node| ctx.tree.span(node));
        let diagnostic = ctx.report(state.name.node, format!("state `{}` is never reached", state.name));
        diagnostic.help(if from {
            "only states that are never reached themselves lead to it"
        } else {
            "no transition leads to it; add one, or remove the state"
        });
        if let Some(start) = start {
            diagnostic.related(start, "execution starts here");
        }
    }
}
