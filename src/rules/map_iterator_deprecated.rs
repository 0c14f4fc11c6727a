//! See [`MAP_ITERATOR_DEPRECATED`].

use crate::asl::StateType;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A Map state has an `Iterator`, the old name of `ItemProcessor`.
    ///
    /// It still works, and means the same. New features and the documentation only know the new name.
    ///
    /// ```json,fails
    /// {"Type": "Map", "End": true,
    ///   "Iterator": {"StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "End": true,
    ///   "ItemProcessor": {"StartAt": "Load", "States": {"Load": {"Type": "Pass", "End": true}}}}
    /// ```
    ///
    /// Fix: renames it.
    ///
    /// Source: [Map state](https://states-language.net/#map-state)
    pub MAP_ITERATOR_DEPRECATED = "map-iterator-deprecated" (Map, Info, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Map) {
        return;
    }
    let tree = ctx.tree;
    let Some(member) = tree.member(state.node, "Iterator") else { return };
    // With both the state is refused, and a rename would not help.
    if tree.get(state.node, "ItemProcessor").is_some() {
        return;
    }
    let edits = edit::rename_key(tree, member.key, "ItemProcessor");
    ctx.report(member.value, format!("`Iterator` of state `{}` is the old name of `ItemProcessor`", state.name))
        .span(tree.span(member.key))
        .fix("rename it to `ItemProcessor`", Applicability::Safe, edits);
}
