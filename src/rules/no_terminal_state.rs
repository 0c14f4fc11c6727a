//! See [`NO_TERMINAL_STATE`].

use crate::graph::StateGraph;
use crate::model::{Scope, ScopeKind};
use crate::rule::{Check, Context};
use crate::semantics::ending::may_end;

declare_rule! {
    /// The workflow has no state that ends it.
    ///
    /// At least one state of the machine has to be a Succeed or a Fail state or say `"End": true`. AWS refuses the
    /// definition otherwise. It only asks whether there is one, not whether it is reached.
    ///
    /// ```json,fails
    /// {"StartAt": "Poll", "States": {
    ///   "Poll": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:poll", "Next": "Rest"},
    ///   "Rest": {"Type": "Wait", "Seconds": 60, "Next": "Poll"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Poll", "States": {
    ///   "Poll": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:poll", "Next": "Rest"},
    ///   "Rest": {"Type": "Wait", "Seconds": 60, "End": true}}}
    /// ```
    ///
    /// Source: [Terminal state](https://states-language.net/#terminal-state)
    pub NO_TERMINAL_STATE = "no-terminal-state" (Graph, Error, Both, fix: Never), Check::Scope(check)
}

fn check(ctx: &mut Context<'_>, scope: &Scope, _: &StateGraph) {
    let tree = ctx.tree;
    if scope.kind != ScopeKind::Root || scope.open || scope.states.is_empty() {
        return;
    }
    if ctx.machine.states_of(scope).any(|state| may_end(tree, state)) {
        return;
    }
    let spot = ctx.key(scope.node, "States").map_or_else(|| tree.opening_span(scope.node), |key| tree.span(key));
    ctx.report(scope.node, "no state ends the workflow")
        .span(spot)
        .help("let one state say `\"End\": true`, or add a Succeed or Fail state");
}
