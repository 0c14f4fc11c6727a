//! See [`MAP_PARAMETERS_DEPRECATED`].

use crate::asl::{QueryLanguage, StateType};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A Map state has `Parameters`, the old name of `ItemSelector`.
    ///
    /// It still works, and means the same. New features and the documentation only know the new name.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true, "Parameters": {"order.$": "$$.Map.Item.Value"},
    ///   "ItemProcessor": {"StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true, "ItemSelector": {"order.$": "$$.Map.Item.Value"},
    ///   "ItemProcessor": {"StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// Fix: renames it.
    ///
    /// Source: [Map state](https://states-language.net/#map-state)
    pub MAP_PARAMETERS_DEPRECATED = "map-parameters-deprecated" (Map, Info, JsonPath, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Map) || state.query_language != QueryLanguage::JsonPath {
        return;
    }
    let tree = ctx.tree;
    let Some(member) = tree.member(state.node, "Parameters") else { return };
    // With both the state is refused, and a rename would not help.
    if tree.get(state.node, "ItemSelector").is_some() {
        return;
    }
    let edits = edit::rename_key(tree, member.key, "ItemSelector");
    ctx.report(member.value, format!("`Parameters` of state `{}` is the old name of `ItemSelector`", state.name))
        .span(tree.span(member.key))
        .fix("rename it to `ItemSelector`", Applicability::Safe, edits);
}
