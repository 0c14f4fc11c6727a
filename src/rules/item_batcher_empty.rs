//! See [`ITEM_BATCHER_EMPTY`].

use crate::asl::StateType;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::{Mode, lacks, mode, object};

declare_rule! {
    /// An `ItemBatcher` sets no limit for its batches.
    ///
    /// At least one of `MaxItemsPerBatch` and `MaxInputBytesPerBatch` (or the paths to them) has to say when a batch is full.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemBatcher": {"BatchInput": {"source": "import"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    ///     "StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}},
    ///   "ItemBatcher": {"MaxItemsPerBatch": 50, "BatchInput": {"source": "import"}}}
    /// ```
    ///
    /// Source: [ItemBatcher](https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html)
    pub ITEM_BATCHER_EMPTY = "item-batcher-empty" (Map, Warning, Both, fix: Never), Check::State(check)
}

const LIMITS: [&str; 4] =
    ["MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"];

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    // In an inline map it has no say at all, which is another finding.
    if state.kind != Some(StateType::Map) || mode(tree, state) == Mode::Inline {
        return;
    }
    let Some(batcher) = object(tree, state.node, "ItemBatcher") else { return };
    if !LIMITS.into_iter().all(|limit| lacks(tree, batcher, limit)) {
        return;
    }
    let spot = ctx.key(state.node, "ItemBatcher").map_or_else(|| tree.span(batcher), |key| tree.span(key));
    ctx.report(batcher, format!("`ItemBatcher` of state `{}` does not say how large a batch is", state.name))
        .span(spot)
        .help("add `MaxItemsPerBatch` or `MaxInputBytesPerBatch`");
}
