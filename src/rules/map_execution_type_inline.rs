//! See [`MAP_EXECUTION_TYPE_INLINE`].

use crate::asl::StateType;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{Mode, config, mode};

declare_rule! {
    /// An inline map has an `ExecutionType`.
    ///
    /// An inline map runs its iterations within the execution, so there are no child executions to have a type. AWS refuses
    /// the field beside `"Mode": "INLINE"`.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE", "ExecutionType": "EXPRESS"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// Fix: removes it; often the mode was meant to be `DISTRIBUTED` instead.
    ///
    /// Source: [Distributed Map](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)
    pub MAP_EXECUTION_TYPE_INLINE = "map-execution-type-inline" (Map, Error, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    // Without `Mode` the answer of AWS is not known.
    if state.kind != Some(StateType::Map) || mode(ctx.tree, state) != Mode::Inline {
        return;
    }
    let tree = ctx.tree;
    let Some(config) = config(tree, state).filter(|&config| tree.get(config, "Mode").is_some()) else { return };
    let Some(kind) = tree.member(config, "ExecutionType") else { return };
    let edits = edit::remove_member(tree, config, kind.key);
    ctx.report(kind.value, format!("state `{}` is an inline map, which has no `ExecutionType`", state.name))
        .span(tree.span(kind.key))
        .help("remove it, or set `Mode` to `DISTRIBUTED`")
        .fix("remove `ExecutionType`", Applicability::Unsafe, edits);
}
