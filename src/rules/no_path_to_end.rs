//! See [`NO_PATH_TO_END`].

use rustc_hash::FxHashSet;

use crate::graph::StateGraph;
use crate::model::{Scope, ScopeKind, StateId};
use crate::rule::{Check, Context};
use crate::semantics::ending::{may_end, only_repeats_itself};

declare_rule! {
    /// States go round in a circle that no way leads out of.
    ///
    /// Once an execution is there it never ends by itself: a Standard workflow runs until its history is full or a
    /// timeout strikes, and is paid for until then. AWS only checks that some state of the machine ends it.
    ///
    /// ```json,fails
    /// {"StartAt": "Ready?", "States": {
    ///   "Ready?": {"Type": "Choice", "Choices": [{"Variable": "$.ready", "BooleanEquals": true, "Next": "Done"}],
    ///     "Default": "Wait"},
    ///   "Wait": {"Type": "Wait", "Seconds": 30, "Next": "Check"},
    ///   "Check": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:check", "Next": "Wait"},
    ///   "Done": {"Type": "Succeed"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Check", "States": {
    ///   "Check": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:check",
    ///     "Next": "Ready?"},
    ///   "Ready?": {"Type": "Choice", "Choices": [{"Variable": "$.ready", "BooleanEquals": true, "Next": "Done"}],
    ///     "Default": "Wait"},
    ///   "Wait": {"Type": "Wait", "Seconds": 30, "Next": "Check"},
    ///   "Done": {"Type": "Succeed"}}}
    /// ```
    ///
    /// Source: [Transitions](https://states-language.net/#transition)
    pub NO_PATH_TO_END = "no-path-to-end" (Graph, Warning, Both, fix: Never), Check::Scope(check)
}

fn check(ctx: &mut Context<'_>, scope: &Scope, graph: &StateGraph) {
    let tree = ctx.tree;
    let machine = ctx.machine;
    if scope.open {
        return;
    }
    let ends: Vec<_> = machine.states_of(scope).filter(|state| may_end(tree, state)).collect();
    // A machine without any end is refused; that finding comes first.
    if ends.is_empty() && scope.kind == ScopeKind::Root {
        return;
    }
    let reaching = graph.reaching(ends.into_iter());
    if reaching.iter().all(|reaches| *reaches) {
        return;
    }
    for circle in graph.cycles() {
        let Some(first) = circle.first().and_then(|&id| machine.state(id)) else { continue };
        if reaching.get(first.index) != Some(&false) || !graph.is_reachable(first) {
            continue;
        }
        if circle.len() == 1 && only_repeats_itself(first) {
            continue;
        }
        // Of circles that lead into each other only the last one is the trap.
        let inside: FxHashSet<StateId> = circle.iter().copied().collect();
        let leads_on = circle.iter().filter_map(|&id| machine.state(id)).any(|state| {
            let mut targets = state.transitions.iter().filter_map(|transition| transition.target.leads_to());
            targets.any(|target| !inside.contains(&target))
        });
        if leads_on {
            continue;
        }
        let message = match circle.len() {
            1 => format!("state `{}` only ever leads back to itself", first.name),
            count => format!("from state `{}` on, {count} states lead to each other and never to an end", first.name),
        };
        ctx.report(first.name.node, message)
            .help("add a transition to a state that ends, such as a Choice state that counts the rounds");
    }
}
