//! See [`MAP_DISTRIBUTED_FIELD_INLINE`].

use crate::asl::StateType;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{Mode, mode};

declare_rule! {
    /// An inline map has fields that only a distributed one uses.
    ///
    /// Without `"Mode": "DISTRIBUTED"` a map is inline. AWS still creates it with an `ItemReader`, `ItemBatcher` or
    /// `ResultWriter`, and fails when it runs; `Label` and tolerated failures belong to map runs, which it does not have.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": "photos"}},
    ///   "ItemProcessor": {"StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2", "Parameters": {"Bucket": "photos"}},
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// Source: [Distributed Map](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)
    pub MAP_DISTRIBUTED_FIELD_INLINE = "map-distributed-field-inline" (Map, Warning, Both, fix: Never), Check::State(check)
}

const FIELDS: [&str; 8] = [
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "Label",
    "ToleratedFailureCount",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentage",
    "ToleratedFailurePercentagePath",
];

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Map) || mode(ctx.tree, state) != Mode::Inline {
        return;
    }
    let tree = ctx.tree;
    let found: Vec<_> = FIELDS.into_iter().filter_map(|name| Some((name, tree.member(state.node, name)?))).collect();
    let Some((_, first)) = found.first() else { return };
    let names: Vec<String> = found.iter().map(|(name, _)| format!("`{name}`")).collect();
    let message = format!("state `{}` is an inline map, which has no {}", state.name, names.join(", "));
    let diagnostic = ctx.report(first.value, message);
    diagnostic.span(tree.span(first.key)).help(
        "set `\"ProcessorConfig\": {\"Mode\": \"DISTRIBUTED\", \"ExecutionType\": \"STANDARD\"}` in the processor",
    );
    for (name, member) in found.iter().skip(1) {
        diagnostic.related(tree.span(member.key), format!("`{name}` as well"));
    }
}
