//! See [`EXPRESS_SYNC_UNSUPPORTED`].

use crate::asl::WorkflowType;
use crate::integration::Call;
use crate::model::State;
use crate::resource::Resource;
use crate::rule::{Check, Context};
use crate::services::Pattern;
use crate::text::Span;

declare_rule! {
    /// A Task of an Express workflow waits for a job, a task token or an activity.
    ///
    /// An Express workflow ends within five minutes and only calls services that answer at once. AWS refuses `.sync`,
    /// `.waitForTaskToken` and activities in one: `Express state machine does not support '.sync' service integration`.
    ///
    /// ```json,fails,express
    /// {"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": {"JobName": "load"}, "End": true}
    /// ```
    ///
    /// ```json,fails,express
    /// {"Type": "Task", "Resource": "arn:aws:states:eu-west-1:123456789012:activity:review", "End": true}
    /// ```
    ///
    /// ```json,passes,express
    /// {"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun", "Parameters": {"JobName": "load"}, "End": true}
    /// ```
    ///
    /// Source: [Choosing a workflow type](https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html)
    pub EXPRESS_SYNC_UNSUPPORTED = "express-sync-unsupported" (Integration, Error, Both, fix: Never), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    if ctx.workflow_type() != Some(WorkflowType::Express) {
        return;
    }
    let Some((span, what)) = waits(ctx, call) else { return };
    ctx.report(call.node, format!("state `{}` uses {what}, which an Express workflow does not support", state.name))
        .span(span)
        .help("call the service without waiting, or deploy a Standard workflow");
}

/// Where a resource says that the state waits, and for what.
pub(super) fn waits(ctx: &Context<'_>, call: &Call<'_>) -> Option<(Span, String)> {
    if let Resource::Activity { .. } = call.resource {
        return Some((ctx.tree.span(call.node), "an activity".to_owned()));
    }
    // Of an action that does not exist, nothing else is said.
    call.patterns()?;
    let pattern = call.pattern().filter(|pattern| *pattern != Pattern::RequestResponse)?;
    let span = call.span(ctx.tree, &call.suffix()?.range);
    Some((span, format!("`{}`", pattern.suffix())))
}
