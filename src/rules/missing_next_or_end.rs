//! See [`MISSING_NEXT_OR_END`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::{Role, State};
use crate::rule::{Check, Context};

declare_rule! {
    /// A state says neither where the workflow goes next nor that it ends.
    ///
    /// Every Task, Parallel, Map, Pass and Wait state needs either `Next` or `"End": true`. AWS refuses a definition
    /// in which one has neither.
    ///
    /// ```json,fails
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// Fix: adds `"End": true`, which is not always what was meant.
    ///
    /// Source: [Transitions](https://states-language.net/#transitions)
    pub MISSING_NEXT_OR_END = "missing-next-or-end" (Structure, Error, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    if !state.kind.is_some_and(crate::asl::StateType::takes_next) || tree.is_incomplete(state.node) {
        return;
    }
    let goes_on = state.transitions.iter().any(|transition| transition.role == Role::Next);
    if goes_on || tree.get(state.node, "Next").is_some() || tree.get(state.node, "End").is_some() {
        return;
    }
    if crate::schema::misspelt(tree, state.node, "End").is_some() {
        return;
    }
    let last = tree.own_members(state.node).last().map(|member| member.key);
    let end = last.and_then(|last| edit::insert_member(tree, state.node, last, "End", "true"));
    ctx.report(state.name.node, format!("state `{}` has neither `Next` nor `End`", state.name))
        .help("add `Next` with the name of a state, or `\"End\": true`")
        .fix("add `\"End\": true`", Applicability::Unsafe, end);
}
