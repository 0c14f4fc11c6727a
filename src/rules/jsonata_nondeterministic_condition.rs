//! See [`JSONATA_NONDETERMINISTIC_CONDITION`].

use crate::asl::{QueryLanguage, StateType};
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// Several rules of a Choice state draw a random number each.
    ///
    /// Every `$random()` is a draw of its own, so the second rule does not continue where the first left off: shares of 30 %
    /// and 60 % written as `< 0.3` and `< 0.6` are 30 % and 42 %. Draw once into a variable before.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $random() < 0.3 %}", "Next": "A"}, {"Condition": "{% $random() < 0.6 %}", "Next": "B"}],
    ///   "Default": "C"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $random() < 0.5 %}", "Next": "A"}], "Default": "B"}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub JSONATA_NONDETERMINISTIC_CONDITION = "jsonata-nondeterministic-condition" (Jsonata, Hint, Jsonata, fix: Never),
    Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Choice) || state.query_language != QueryLanguage::Jsonata {
        return;
    }
    let draws = |node| ctx.text(node, "Condition").is_some_and(|text| text.contains("$random()"));
    let Some(second) = state.choices.iter().filter(|rule| draws(rule.node)).nth(1) else { return };
    let Some(condition) = ctx.field(second.node, "Condition") else { return };
    ctx.report(condition, format!("the rules of state `{}` draw a random number each", state.name))
        .help("draw once in an `Assign` before and compare the variable");
}
