//! See [`REDUNDANT_END_FALSE`].

use crate::asl::StateType;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A state with `Next` also says `"End": false`.
    ///
    /// That is allowed and says nothing new; some tools refuse it.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Next": "Part", "End": false}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Next": "Part"}
    /// ```
    ///
    /// Fix: removes `End`.
    ///
    /// Source: [Transitions](https://states-language.net/#transition)
    pub REDUNDANT_END_FALSE = "redundant-end-false" (Structure, Hint, Both, fix: Always), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    if state.end != Some(false) || tree.get(state.node, "Next").is_none() {
        return;
    }
    let Some(end) = tree.member(state.node, "End").filter(|_| state.kind.is_some_and(StateType::takes_next)) else {
        return;
    };
    let remove = edit::remove_member(tree, state.node, end.key);
    ctx.report(end.value, format!("`\"End\": false` of state `{}` says nothing beside `Next`", state.name))
        .span(tree.span(end.key))
        .fix("remove `End`", Applicability::Safe, remove);
}
