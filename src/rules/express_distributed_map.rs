//! See [`EXPRESS_DISTRIBUTED_MAP`].

use crate::asl::WorkflowType;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::processor;

declare_rule! {
    /// A Map of an Express workflow is distributed.
    ///
    /// A distributed Map starts a child execution for each item, which only a Standard workflow can. AWS refuses it in an
    /// Express one: `The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines`.
    ///
    /// ```json,fails,express
    /// {"Type": "Map", "ItemsPath": "$.files", "End": true, "ItemProcessor": {
    ///   "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
    ///   "StartAt": "Check", "States": {"Check": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// ```json,passes,express
    /// {"Type": "Map", "ItemsPath": "$.files", "End": true, "ItemProcessor": {
    ///   "ProcessorConfig": {"Mode": "INLINE"},
    ///   "StartAt": "Check", "States": {"Check": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// Source: [Distributed Map](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)
    pub EXPRESS_DISTRIBUTED_MAP = "express-distributed-map" (Integration, Error, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if ctx.workflow_type() != Some(WorkflowType::Express) {
        return;
    }
    let Some(mode) = processor::distributed(ctx.tree, state) else { return };
    ctx.report(
        mode,
        format!("state `{}` is a distributed Map, which an Express workflow does not support", state.name),
    )
    .help("process the items inline, or deploy a Standard workflow");
}
