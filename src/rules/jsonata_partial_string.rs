//! See [`JSONATA_PARTIAL_STRING`].

use crate::expression::{self, Expression};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{is_evaluated, may_be_text, place};

declare_rule! {
    /// An expression stands in the middle of a text, where it is not evaluated.
    ///
    /// A string is either one expression as a whole or plain text: there is no interpolation. What was meant to be filled
    /// in is given on as it is written.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"greeting": "Hello {% $states.input.name %}!"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": {"greeting": "{% 'Hello ' & $states.input.name & '!' %}"}, "End": true}
    /// ```
    ///
    /// Source: [Expressions](https://states-language.net/#expressions)
    pub JSONATA_PARTIAL_STRING = "jsonata-partial-string" (Jsonata, Warning, Jsonata, fix: Never), Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    let tree = ctx.tree;
    let text = expression.text;
    let Some(open) = text.find("{%") else { return };
    let Some(close) = text.get(open..).and_then(|rest| rest.find("%}")) else { return };
    if expression::delimited(text.trim()).is_some()
        || !is_evaluated(expression, state)
        || !may_be_text(tree, expression)
    {
        return;
    }
    let (Ok(start), Ok(end)) = (u32::try_from(open), u32::try_from(open + close + 2)) else { return };
    ctx.report(
        expression.node,
        format!("the expression within the text in {} is not evaluated", place(expression, state)),
    )
    .span(expression.span(tree, &(start..end)))
    .help("make the whole string one expression and join the pieces by `&`");
}
