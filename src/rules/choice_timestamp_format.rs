//! See [`CHOICE_TIMESTAMP_FORMAT`].

use crate::asl::{Operand, QueryLanguage, StateType, comparator};
use crate::model::{ChoiceRule, State};
use crate::rule::{Check, Context};
use crate::semantics::choice;
use crate::semantics::timestamp;

declare_rule! {
    /// The operand of a timestamp comparison is no time as RFC 3339 writes it.
    ///
    /// Such a test is never true: the operators compare points in time, and text that names none equals nothing. It has
    /// to look like `2030-06-01T09:00:00Z`, with upper-case `T` and `Z` or with an offset.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "Choices": [
    ///   {"Variable": "$.due", "TimestampLessThan": "2030-06-01", "Next": "Remind"}], "Default": "Ship"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "Choices": [
    ///   {"Variable": "$.due", "TimestampLessThan": "2030-06-01T00:00:00Z", "Next": "Remind"}], "Default": "Ship"}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_TIMESTAMP_FORMAT = "choice-timestamp-format" (Structure, Warning, JsonPath, fix: Never),
    Check::ChoiceRule(check)
}

fn check(ctx: &mut Context<'_>, state: &State, rule: &ChoiceRule) {
    if state.kind != Some(StateType::Choice) || state.query_language != QueryLanguage::JsonPath {
        return;
    }
    let tree = ctx.tree;
    for test in choice::tests(tree, rule.node) {
        for member in choice::parts(tree, test).comparators {
            let operator = tree.text(member.key);
            if comparator(operator) != Some(Operand::Timestamp) || tree.is_opaque(member.value) {
                continue;
            }
            let Some(text) = tree.known(member.value).filter(|text| !text.contains("{%")) else { continue };
            if let Err(fault) = timestamp::check(text) {
                let message = format!(
                    "`{operator}` in state `{}` compares with what is not an RFC 3339 timestamp: {fault}",
                    state.name
                );
                ctx.report(member.value, message).help("write it like `2030-06-01T09:00:00Z`");
            }
        }
    }
}
