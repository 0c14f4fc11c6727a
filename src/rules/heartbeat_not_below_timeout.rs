//! See [`HEARTBEAT_NOT_BELOW_TIMEOUT`].

use crate::asl::StateType;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// The heartbeat of a task is not shorter than its timeout.
    ///
    /// A task whose heartbeat stays away fails with `States.HeartbeatTimeout`. When `TimeoutSeconds` is over first,
    /// that never happens, and `HeartbeatSeconds` has no effect.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:eu-west-1:111122223333:activity:review", "TimeoutSeconds": 600,
    ///   "HeartbeatSeconds": 600, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:eu-west-1:111122223333:activity:review", "TimeoutSeconds": 600,
    ///   "HeartbeatSeconds": 60, "End": true}
    /// ```
    ///
    /// Source: [Timeouts and heartbeats](https://states-language.net/#timeouts-and-heartbeats)
    pub HEARTBEAT_NOT_BELOW_TIMEOUT = "heartbeat-not-below-timeout" (Structure, Warning, Both, fix: Never),
    Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Task) {
        return;
    }
    let tree = ctx.tree;
    let number = |name: &str| {
        let node = ctx.field(state.node, name)?;
        Some((node, tree.number(node)?))
    };
    let Some((timeout, most)) = number("TimeoutSeconds") else { return };
    let Some((heartbeat, seconds)) = number("HeartbeatSeconds") else { return };
    // What is out of range is no time at all, and reported as such.
    if seconds < most || most < 1.0 || 99_999_999.0 < seconds {
        return;
    }
    let message = format!(
        "`HeartbeatSeconds` of state `{}` is {}, but has to be below the timeout of {}",
        state.name,
        tree.text(heartbeat),
        tree.text(timeout)
    );
    ctx.report(heartbeat, message).related(tree.span(timeout), "the task times out first");
}
