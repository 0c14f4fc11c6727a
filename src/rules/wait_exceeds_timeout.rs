//! See [`WAIT_EXCEEDS_TIMEOUT`].

use crate::asl::{StateType, WorkflowType};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::processor;
use crate::syntax::NodeId;

declare_rule! {
    /// A Wait state waits for longer than the execution may run.
    ///
    /// When the time in `TimeoutSeconds` of the definition is over, the execution fails with `States.Timeout`, wherever it is;
    /// an Express workflow ends after five minutes. What follows such a Wait state is never reached.
    ///
    /// ```json,fails
    /// {"StartAt": "Rest", "TimeoutSeconds": 3600, "States": {
    ///   "Rest": {"Type": "Wait", "Seconds": 86400, "Next": "Ship"}, "Ship": {"Type": "Succeed"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Rest", "TimeoutSeconds": 90000, "States": {
    ///   "Rest": {"Type": "Wait", "Seconds": 86400, "Next": "Ship"}, "Ship": {"Type": "Succeed"}}}
    /// ```
    ///
    /// Source: [Quotas of state machine executions](https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)
    pub WAIT_EXCEEDS_TIMEOUT = "wait-exceeds-timeout" (Limits, Warning, Both, fix: Never), Check::State(check)
}

/// How long an Express execution may run, in seconds.
const EXPRESS: f64 = 300.0;

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Wait) {
        return;
    }
    let tree = ctx.tree;
    let number = |object: NodeId, name: &str| {
        let node = ctx.field(object, name)?;
        Some((node, tree.number(node)?))
    };
    let Some((node, seconds)) = number(state.node, "Seconds") else { return };
    // What is out of range is no time at all, and reported as such.
    if 99_999_999.0 < seconds {
        return;
    }
    let timeout = number(ctx.root, "TimeoutSeconds").filter(|&(_, most)| 1.0 <= most && most <= seconds);
    if let Some((timeout, _)) = timeout {
        let message = format!(
            "state `{}` waits {} seconds, but the execution times out after {}",
            state.name,
            tree.text(node),
            tree.text(timeout)
        );
        ctx.report(node, message).related(tree.span(timeout), "all of it has this time");
        return;
    }
    let is_express = ctx.workflow_type() == Some(WorkflowType::Express)
        || processor::express_parent(tree, ctx.machine, state).is_some();
    if is_express && EXPRESS <= seconds {
        let message = format!(
            "state `{}` waits {} seconds, but an Express execution ends after {EXPRESS}",
            state.name,
            tree.text(node)
        );
        ctx.report(node, message).help("wait in a Standard workflow");
    }
}
