//! See [`DUPLICATE_STATE_NAME`].

use rustc_hash::FxHashMap;

use crate::model::{Machine, State};
use crate::rule::{Check, Context};

declare_rule! {
    /// Two states in different scopes of a machine have the same name.
    ///
    /// A name has to be unique in the whole machine, with all branches and item processors, although a transition only
    /// sees its own scope. AWS refuses the second state with a name.
    ///
    /// ```json,fails
    /// {"StartAt": "Notify", "States": {
    ///   "Notify": {"Type": "Parallel", "End": true, "Branches": [
    ///     {"StartAt": "Send", "States": {"Send": {"Type": "Pass", "End": true}}},
    ///     {"StartAt": "Send", "States": {"Send": {"Type": "Pass", "End": true}}}]}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Notify", "States": {
    ///   "Notify": {"Type": "Parallel", "End": true, "Branches": [
    ///     {"StartAt": "Send mail", "States": {"Send mail": {"Type": "Pass", "End": true}}},
    ///     {"StartAt": "Send text", "States": {"Send text": {"Type": "Pass", "End": true}}}]}}}
    /// ```
    ///
    /// Source: [States](https://states-language.net/#states-fields)
    pub DUPLICATE_STATE_NAME = "duplicate-state-name" (Graph, Error, Both, fix: Never), Check::Machine(check)
}

fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let tree = ctx.tree;
    let mut seen: FxHashMap<&str, &State> = FxHashMap::default();
    for state in &machine.states {
        if tree.is_opaque(state.name.node) {
            continue;
        }
        let first = *seen.entry(&state.name.text).or_insert(state);
        if first.id == state.id {
            continue;
        }
        ctx.report(state.name.node, format!("the state name `{}` is used twice in the state machine", state.name))
            .related(tree.span(first.name.node), "used here first")
            .help(
                "names are unique across all branches and processors: rename one, with the transitions that lead to it",
            );
    }
}
