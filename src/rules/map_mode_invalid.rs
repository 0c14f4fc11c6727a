//! See [`MAP_MODE_INVALID`].

use crate::asl::StateType;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{Mode, config, lacks, mode};

declare_rule! {
    /// The mode of a Map state is unknown or incomplete.
    ///
    /// `Mode` is `INLINE` or `DISTRIBUTED`. A distributed map starts child executions, so it also has to say in
    /// `ExecutionType` whether these are STANDARD or EXPRESS; AWS refuses it without.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "PARALLEL"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// Fix: adds `STANDARD`, or corrects the word.
    ///
    /// Source: [Distributed Map](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)
    pub MAP_MODE_INVALID = "map-mode-invalid" (Map, Error, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Map) || mode(ctx.tree, state) != Mode::Distributed {
        return;
    }
    let tree = ctx.tree;
    let Some(config) = config(tree, state).filter(|&config| lacks(tree, config, "ExecutionType")) else { return };
    let Some(mode) = tree.member(config, "Mode") else { return };
    // Answered by AWS: `These fields are required: [ExecutionType] at /States/M/ItemProcessor/ProcessorConfig`.
    let edits = edit::insert_member(tree, config, mode.key, "ExecutionType", "\"STANDARD\"");
    ctx.report(mode.value, format!("state `{}` is a distributed map and lacks `ExecutionType`", state.name))
        .help("STANDARD for long or exactly-once children, EXPRESS for short and cheap ones")
        .fix("add `\"ExecutionType\": \"STANDARD\"`", Applicability::Unsafe, edits);
}
