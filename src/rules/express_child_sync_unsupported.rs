//! See [`EXPRESS_CHILD_SYNC_UNSUPPORTED`].

use crate::asl::WorkflowType;
use crate::integration::Call;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::processor;

declare_rule! {
    /// A Task inside a distributed Map with Express child executions waits for a job, a task token or an activity.
    ///
    /// A distributed Map whose `ExecutionType` is `EXPRESS` runs each item in an Express execution of its own, which
    /// supports neither `.sync` nor `.waitForTaskToken` nor activities. AWS was not seen to refuse such a definition, so
    /// this is a warning.
    ///
    /// ```json,fails
    /// {"Type": "Map", "ItemsPath": "$.files", "End": true, "ItemProcessor": {
    ///   "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
    ///   "StartAt": "Load", "States": {"Load": {"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync",
    ///     "Parameters": {"JobName": "load"}, "End": true}}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "ItemsPath": "$.files", "End": true, "ItemProcessor": {
    ///   "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///   "StartAt": "Load", "States": {"Load": {"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync",
    ///     "Parameters": {"JobName": "load"}, "End": true}}}}
    /// ```
    ///
    /// Source: [Distributed Map](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)
    pub EXPRESS_CHILD_SYNC_UNSUPPORTED = "express-child-sync-unsupported" (Integration, Warning, Both, fix: Never), Check::Task(check)
}

fn check(ctx: &mut Context<'_>, state: &State, call: &Call<'_>) {
    let Some((span, what)) = super::express_sync_unsupported::waits(ctx, call) else { return };
    // A suffix that its action lacks is reported as that; a distributed Map in an Express workflow is, too.
    let is_offered = match (call.pattern(), call.patterns()) {
        (Some(pattern), Some(offered)) => offered.contains(&pattern),
        _ => true,
    };
    if !is_offered || ctx.workflow_type() == Some(WorkflowType::Express) {
        return;
    }
    let Some(map) = processor::express_parent(ctx.tree, ctx.machine, state) else { return };
    let map_span = ctx.tree.span(map.name.node);
    ctx.report(
        call.node,
        format!("state `{}` uses {what}, which the Express executions of `{}` do not support", state.name, map.name),
    )
    .span(span)
    .related(map_span, "this Map runs its items in Express executions")
    .help("call the service without waiting, or set `ExecutionType` to `STANDARD`");
}
