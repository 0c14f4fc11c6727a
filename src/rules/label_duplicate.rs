//! See [`LABEL_DUPLICATE`].

use rustc_hash::FxHashMap;

use crate::asl::StateType;
use crate::model::Machine;
use crate::rule::{Check, Context};
use crate::syntax::NodeId;

declare_rule! {
    /// Two Map states have the same `Label`.
    ///
    /// The label tells the map runs of one state from those of another, so it has to be unique in the whole machine.
    /// AWS answers `DUPLICATE_LABEL_NAME`.
    ///
    /// ```json,fails
    /// {"StartAt": "Orders", "States": {
    ///   "Orders": {"Type": "Map", "Label": "import", "Next": "Returns",
    ///     "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///       "StartAt": "Load order", "States": {"Load order": {"Type": "Pass", "End": true}}}},
    ///   "Returns": {"Type": "Map", "Label": "import", "End": true,
    ///     "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///       "StartAt": "Load return", "States": {"Load return": {"Type": "Pass", "End": true}}}}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Orders", "States": {
    ///   "Orders": {"Type": "Map", "Label": "import-orders", "Next": "Returns",
    ///     "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///       "StartAt": "Load order", "States": {"Load order": {"Type": "Pass", "End": true}}}},
    ///   "Returns": {"Type": "Map", "Label": "import-returns", "End": true,
    ///     "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///       "StartAt": "Load return", "States": {"Load return": {"Type": "Pass", "End": true}}}}}}
    /// ```
    ///
    /// Source: [Distributed Map](https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html)
    pub LABEL_DUPLICATE = "label-duplicate" (Map, Error, Both, fix: Never), Check::Machine(check)
}

fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let tree = ctx.tree;
    let mut seen: FxHashMap<&str, NodeId> = FxHashMap::default();
    for state in machine.states.iter().filter(|state| state.kind == Some(StateType::Map)) {
        let Some(node) = ctx.field(state.node, "Label") else { continue };
        let Some(label) = tree.known(node) else { continue };
        let Some(first) = seen.insert(label, node) else { continue };
        seen.insert(label, first);
        ctx.report(node, format!("`Label` of state `{}` is that of another Map state", state.name))
            .related(tree.span(first), "the first one")
            .help("give each distributed map a label of its own");
    }
}
