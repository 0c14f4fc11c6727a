//! See [`CHOICE_DEAD_RULE`].

use crate::asl::StateType;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::choice_test::constant;

declare_rule! {
    /// A choice rule stands behind one that always matches.
    ///
    /// The first rule that matches is taken, in the order they are written. What follows a rule whose `Condition` is
    /// simply true is never looked at.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": true, "Next": "Standard"},
    ///   {"Condition": "{% $states.input.express %}", "Next": "Express"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $states.input.express %}", "Next": "Express"},
    ///   {"Condition": true, "Next": "Standard"}]}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_DEAD_RULE = "choice-dead-rule" (Graph, Warning, Jsonata, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Choice) {
        return;
    }
    let tree = ctx.tree;
    let mut rules = state.choices.iter();
    let Some(always) = rules.find(|rule| constant(tree, rule.node) == Some(true)) else { return };
    let Some(condition) = tree.get(always.node, "Condition") else { return };
    let Some(dead) = rules.next() else { return };
    let count = rules.count();
    let message = match count {
        0 => format!("this rule of state `{}` is never tried", state.name),
        _ => format!("this rule of state `{}` and {count} behind it are never tried", state.name),
    };
    let spot = tree.get(dead.node, "Condition").unwrap_or(dead.node);
    ctx.report(dead.node, message)
        .span(tree.span(spot))
        .related(tree.span(condition), "always matches")
        .help("put the rule that always matches last, or make its target the `Default`");
}
