//! See [`CHOICE_BOOLEAN_AND_COMPARISON`].

use crate::asl::{QueryLanguage, StateType};
use crate::model::{ChoiceRule, State};
use crate::rule::{Check, Context};
use crate::semantics::choice;

declare_rule! {
    /// A test of a choice rule both compares and combines.
    ///
    /// An object has either `Variable` with an operator, or one of `And`, `Or` and `Not`. AWS answers that it must have
    /// only one of these.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "Choices": [
    ///   {"And": [{"Variable": "$.paid", "BooleanEquals": true}], "Variable": "$.total", "NumericGreaterThan": 10,
    ///     "Next": "Ship"}], "Default": "Remind"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "Choices": [
    ///   {"And": [{"Variable": "$.paid", "BooleanEquals": true}, {"Variable": "$.total", "NumericGreaterThan": 10}],
    ///     "Next": "Ship"}], "Default": "Remind"}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_BOOLEAN_AND_COMPARISON = "choice-boolean-and-comparison" (Structure, Error, JsonPath, fix: Never),
    Check::ChoiceRule(check)
}

fn check(ctx: &mut Context<'_>, state: &State, rule: &ChoiceRule) {
    if state.kind != Some(StateType::Choice) || state.query_language != QueryLanguage::JsonPath {
        return;
    }
    let tree = ctx.tree;
    for test in choice::tests(tree, rule.node) {
        let parts = choice::parts(tree, test);
        let Some(&connective) = parts.connectives.first() else { continue };
        let other = parts.variable.or(parts.comparators.first().copied()).or(parts.connectives.get(1).copied());
        let Some(other) = other else { continue };
        let (first, second) = if connective.key < other.key { (connective, other) } else { (other, connective) };
        let (one, two) = (tree.text(first.key), tree.text(second.key));
        ctx.report(test, format!("a rule of state `{}` has both `{one}` and `{two}`", state.name))
            .span(tree.span(second.key))
            .related(tree.span(first.key), "the other one")
            .help("put both into one `And` or `Or`");
    }
}
