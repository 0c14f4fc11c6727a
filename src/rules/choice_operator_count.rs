//! See [`CHOICE_OPERATOR_COUNT`].

use crate::asl::{QueryLanguage, StateType};
use crate::model::{ChoiceRule, State};
use crate::rule::{Check, Context};
use crate::semantics::choice;

declare_rule! {
    /// A test of a choice rule has no comparison operator, or more than one.
    ///
    /// Each test compares one `Variable` by one operator; AWS answers `This object should have only one of the
    /// following fields: […]`. Several comparisons are joined by `And` or `Or`.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "Choices": [
    ///   {"Variable": "$.total", "NumericGreaterThan": 10, "NumericLessThan": 100, "Next": "Review"}],
    ///    "Default": "Ship"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "Choices": [
    ///   {"And": [{"Variable": "$.total", "NumericGreaterThan": 10}, {"Variable": "$.total", "NumericLessThan": 100}],
    ///     "Next": "Review"}], "Default": "Ship"}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_OPERATOR_COUNT = "choice-operator-count" (Structure, Error, JsonPath, fix: Never),
    Check::ChoiceRule(check)
}

fn check(ctx: &mut Context<'_>, state: &State, rule: &ChoiceRule) {
    if state.kind != Some(StateType::Choice) || state.query_language != QueryLanguage::JsonPath {
        return;
    }
    let tree = ctx.tree;
    for test in choice::tests(tree, rule.node) {
        let parts = choice::parts(tree, test);
        // Two kinds of test in one object are `choice-boolean-and-comparison`.
        if !parts.connectives.is_empty() {
            continue;
        }
        match parts.comparators.as_slice() {
            [_] => {}
            [] if parts.is_open => {}
            [] => {
                let spot = parts.variable.map_or(tree.opening_span(test), |variable| tree.span(variable.key));
                let message = format!("a rule of state `{}` has no comparison operator", state.name);
                let help = match parts.variable {
                    Some(_) => "add one, such as `StringEquals` or `IsPresent`",
                    None => "add `Variable` and an operator such as `StringEquals`",
                };
                ctx.report(test, message).span(spot).help(help);
            }
            [first, second, ..] => {
                let (one, other) = (tree.text(first.key), tree.text(second.key));
                ctx.report(test, format!("a rule of state `{}` has both `{one}` and `{other}`", state.name))
                    .span(tree.span(second.key))
                    .related(tree.span(first.key), "the first operator")
                    .help("join two tests by `And`");
            }
        }
    }
}
