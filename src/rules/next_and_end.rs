//! See [`NEXT_AND_END`].

use crate::asl::StateType;
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A state both goes on and ends.
    ///
    /// `Next` and `"End": true` exclude each other; AWS refuses a state with both.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Next": "Part", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Next": "Part"}
    /// ```
    ///
    /// Fix: removes `End`, which is not always the one that is wrong.
    ///
    /// Source: [Transitions](https://states-language.net/#transition)
    pub NEXT_AND_END = "next-and-end" (Structure, Error, Both, fix: Sometimes), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let tree = ctx.tree;
    if !state.kind.is_some_and(StateType::takes_next) || state.end != Some(true) {
        return;
    }
    let (Some(next), Some(end)) = (tree.member(state.node, "Next"), tree.member(state.node, "End")) else { return };
    // A null or absent value, such as `AWS::NoValue` would leave, is no transition.
    if tree.string(next.value).is_none() {
        return;
    }
    let without_end = edit::remove_member(tree, state.node, end.key);
    let without_next = edit::remove_member(tree, state.node, next.key);
    ctx.report(end.value, format!("state `{}` has both `Next` and `\"End\": true`", state.name))
        .span(tree.span(end.key))
        .related(tree.span(next.key), "it goes on here")
        .help("remove one of them")
        .fix("remove `End`", Applicability::Unsafe, without_end)
        .fix("remove `Next`", Applicability::Display, without_next);
}
