//! See [`CHOICE_NO_DEFAULT`].

use crate::asl::StateType;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::choice_test::may_be_exhaustive;
use crate::semantics::map_state::lacks;

declare_rule! {
    /// A Choice state has no `Default`, and its rules do not cover every value.
    ///
    /// When no rule matches, the execution fails with `States.Runtime`, which no catcher around the state can handle.
    /// Rules that complement each other, such as `BooleanEquals` true and false of one variable, need no `Default`.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "Choices": [
    ///   {"Variable": "$.status", "StringEquals": "PAID", "Next": "Ship"},
    ///   {"Variable": "$.status", "StringEquals": "OPEN", "Next": "Remind"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "Choices": [
    ///   {"Variable": "$.paid", "BooleanEquals": true, "Next": "Ship"},
    ///   {"Variable": "$.paid", "BooleanEquals": false, "Next": "Remind"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $states.input.count >= 10 %}", "Next": "Bulk"},
    ///   {"Condition": "{% $states.input.count < 10 %}", "Next": "Single"}]}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_NO_DEFAULT = "choice-no-default" (Graph, Warning, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Choice) || !lacks(ctx.tree, state.node, "Default") {
        return;
    }
    let tree = ctx.tree;
    let Some(choices) = tree.member(state.node, "Choices") else { return };
    if state.choices.is_empty() || tree.is_opaque(choices.value) || tree.is_incomplete(choices.value) {
        return;
    }
    if may_be_exhaustive(tree, state.choices.iter().map(|rule| rule.node)) {
        return;
    }
    let message = format!("state `{}` has no `Default`, and its rules do not cover every value", state.name);
    ctx.report(choices.value, message)
        .span(tree.span(choices.key))
        .help("add a `Default`, if only to a Fail state that says what was unexpected");
}
