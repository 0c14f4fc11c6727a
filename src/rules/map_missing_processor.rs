//! See [`MAP_MISSING_PROCESSOR`].

use crate::asl::StateType;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::map_state::lacks;

declare_rule! {
    /// A Map state does not say what to run for each item.
    ///
    /// Every Map state needs an `ItemProcessor` (or `Iterator`, its old name) with the workflow of one iteration. AWS refuses
    /// one without.
    ///
    /// ```json,fails
    /// {"Type": "Map", "ItemsPath": "$.orders", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "ItemsPath": "$.orders", "End": true,
    ///   "ItemProcessor": {"StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// Source: [Map state](https://states-language.net/#map-state)
    pub MAP_MISSING_PROCESSOR = "map-missing-processor" (Map, Error, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Map) {
        return;
    }
    let tree = ctx.tree;
    if !lacks(tree, state.node, "ItemProcessor") || !lacks(tree, state.node, "Iterator") {
        return;
    }
    let spot = tree.get(state.node, "Type").unwrap_or(state.name.node);
    ctx.report(state.node, format!("state `{}` lacks `ItemProcessor`", state.name))
        .span(tree.span(spot))
        .help("`ItemProcessor` holds the workflow to run for every item");
}
