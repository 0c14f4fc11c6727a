//! See [`SELF_TRANSITION`].

use crate::asl::StateType;
use crate::graph::StateGraph;
use crate::model::{Role, Scope, ScopeKind, State, Transition};
use crate::rule::{Check, Context};
use crate::semantics::choice_test::is_volatile;
use crate::semantics::ending::only_repeats_itself;
use crate::syntax::{NodeId, Tree};

declare_rule! {
    /// A state goes to itself although nothing changes in between.
    ///
    /// A Pass or Wait state has no other way to go, so it repeats for ever. A Choice state whose `Default` is itself
    /// reads the same values again and decides the same. Such a loop fills the history of 25,000 events and fails.
    ///
    /// ```json,fails
    /// {"StartAt": "Paid?", "States": {
    ///   "Paid?": {"Type": "Choice", "Choices": [{"Variable": "$.paid", "BooleanEquals": true, "Next": "Done"}],
    ///     "Default": "Paid?"},
    ///   "Done": {"Type": "Succeed"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Look up", "States": {
    ///   "Look up": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:f", "Next": "Paid?"},
    ///   "Paid?": {"Type": "Choice", "Choices": [{"Variable": "$.paid", "BooleanEquals": true, "Next": "Done"}],
    ///     "Default": "Pause"},
    ///   "Pause": {"Type": "Wait", "Seconds": 60, "Next": "Look up"},
    ///   "Done": {"Type": "Succeed"}}}
    /// ```
    ///
    /// Source: [Transitions](https://states-language.net/#transition)
    pub SELF_TRANSITION = "self-transition" (Graph, Warning, Both, fix: Never), Check::Scope(check)
}

fn check(ctx: &mut Context<'_>, scope: &Scope, graph: &StateGraph) {
    // A machine without any end is refused; that finding comes first.
    if scope.kind == ScopeKind::Root && !graph.has_terminal() {
        return;
    }
    for state in ctx.machine.states_of(scope) {
        let role = match state.kind {
            Some(StateType::Choice) => Role::Default,
            _ if only_repeats_itself(state) => Role::Next,
            _ => continue,
        };
        let is_loop = |transition: &&Transition| transition.role == role && transition.target.state == Some(state.id);
        let Some(transition) = state.transitions.iter().find(is_loop) else { continue };
        if role == Role::Default && !decides_the_same(ctx.tree, state) {
            continue;
        }
        ctx.report(
            transition.target.node,
            format!("state `{}` goes to itself, and nothing has changed then", state.name),
        )
        .help("lead back to the state that fetches the value, or on to another one");
    }
}

/// Whether a Choice state that is entered again from itself sees the same values.
fn decides_the_same(tree: &Tree, state: &State) -> bool {
    let changes = ["Assign", "Output", "InputPath", "OutputPath"];
    !changes.into_iter().any(|field| tree.get(state.node, field).is_some())
        && !state.choices.iter().any(|rule| depends_on_time(tree, rule.node))
}

/// Whether a value below reads the context object, in which the time is, or a function that gives ever new values.
fn depends_on_time(tree: &Tree, node: NodeId) -> bool {
    if tree.is_opaque(node) {
        return true;
    }
    if let Some(text) = tree.string(node) {
        let text = text.raw();
        return text.contains("$$") || text.contains("context") || is_volatile(text);
    }
    tree.items(node).any(|item| depends_on_time(tree, item))
        || tree.members(node).any(|member| depends_on_time(tree, member.value))
}
