//! See [`CONFUSABLE_STATE_NAME`].

use rustc_hash::FxHashMap;

use crate::model::{Machine, State};
use crate::rule::{Check, Context};
use crate::semantics::dangling::letters_of;

declare_rule! {
    /// The names of two states differ only by case or blanks.
    ///
    /// Transitions name states to the letter, so `Done` and `done` are two states. It is easy to lead to the wrong one,
    /// and logs, graphs and alarms read as if they were one.
    ///
    /// ```json,fails
    /// {"StartAt": "Send Mail", "States": {
    ///   "Send Mail": {"Type": "Pass", "Next": "Send mail"},
    ///   "Send mail": {"Type": "Succeed"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Write mail", "States": {
    ///   "Write mail": {"Type": "Pass", "Next": "Send mail"},
    ///   "Send mail": {"Type": "Succeed"}}}
    /// ```
    ///
    /// Source: [States](https://states-language.net/#states-fields)
    pub CONFUSABLE_STATE_NAME = "confusable-state-name" (Graph, Warning, Both, fix: Never), Check::Machine(check)
}

fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let tree = ctx.tree;
    let mut seen: FxHashMap<String, &State> = FxHashMap::default();
    for state in &machine.states {
        if tree.is_opaque(state.name.node) {
            continue;
        }
        let first = *seen.entry(letters_of(&state.name.text)).or_insert(state);
        if first.name.text == state.name.text {
            continue;
        }
        let message = format!("states `{}` and `{}` differ only by case or blanks", first.name, state.name);
        ctx.report(state.name.node, message)
            .related(tree.span(first.name.node), "the other state")
            .help("give one of them a name of its own");
    }
}
