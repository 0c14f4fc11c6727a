//! See [`CHOICE_MISSING_VARIABLE`].

use crate::asl::{QueryLanguage, StateType};
use crate::model::{ChoiceRule, State};
use crate::rule::{Check, Context};
use crate::semantics::choice;

declare_rule! {
    /// A comparison of a choice rule does not say what to compare.
    ///
    /// An operator needs `Variable`, the path of the value to test. AWS refuses a rule without it.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "Choices": [{"StringEquals": "paid", "Next": "Ship"}], "Default": "Remind"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "Choices": [{"Variable": "$.status", "StringEquals": "paid", "Next": "Ship"}],
    ///    "Default": "Remind"}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_MISSING_VARIABLE = "choice-missing-variable" (Structure, Error, JsonPath, fix: Never),
    Check::ChoiceRule(check)
}

fn check(ctx: &mut Context<'_>, state: &State, rule: &ChoiceRule) {
    if state.kind != Some(StateType::Choice) || state.query_language != QueryLanguage::JsonPath {
        return;
    }
    let tree = ctx.tree;
    for test in choice::tests(tree, rule.node) {
        let parts = choice::parts(tree, test);
        if parts.is_open || parts.variable.is_some() || !parts.connectives.is_empty() {
            continue;
        }
        let Some(operator) = parts.comparators.first() else { continue };
        let name = tree.text(operator.key);
        ctx.report(test, format!("`{name}` in state `{}` has no `Variable` to compare", state.name))
            .span(tree.span(operator.key))
            .help("add `Variable` with a path such as `$.status`");
    }
}
