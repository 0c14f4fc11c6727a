//! See [`END_FALSE`].

use crate::asl::StateType;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A state says that it does not end, but not where it goes on.
    ///
    /// `"End": false` says nothing by itself: a state without `Next` needs `"End": true`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "End": false}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "End": true}
    /// ```
    ///
    /// Fix: writes `true`, which is not always what was meant.
    ///
    /// Source: [Transitions](https://states-language.net/#transition)
    pub END_FALSE = "end-false" (Structure, Error, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    let takes_next = state.kind.is_some_and(StateType::takes_next);
    if !takes_next || state.end != Some(false) || tree.is_incomplete(state.node) || state.next().is_some() {
        return;
    }
    let Some(end) = tree.get(state.node, "End") else { return };
    let edits = edit::replace(tree, end, "true");
    ctx.report(end, format!("state `{}` neither ends nor goes on", state.name))
        .help("add `Next` with the name of a state, or write `\"End\": true`")
        .fix("write `true`", Applicability::Unsafe, edits);
}
