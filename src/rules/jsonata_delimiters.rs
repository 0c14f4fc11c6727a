//! See [`JSONATA_DELIMITERS`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::expression::{self, Expression};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{is_evaluated, place};
use crate::syntax::Style;

declare_rule! {
    /// Blanks stand around the `{%` and `%}` of a string, so it is plain text.
    ///
    /// Only a string whose very first characters are `{%` and whose last are `%}` is evaluated. With a blank before or
    /// behind them the text itself is what the state gives on.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"order": " {% $states.input.order %}"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"order": "{% $states.input.order %}"}, "End": true}
    /// ```
    ///
    /// Fix: removes the blanks.
    ///
    /// Source: [Expressions](https://states-language.net/#expressions)
    pub JSONATA_DELIMITERS = "jsonata-delimiters" (Jsonata, Warning, Jsonata, fix: Always), Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    let trimmed = expression.text.trim();
    if trimmed.len() == expression.text.len()
        || expression::delimited(trimmed).is_none()
        || !is_evaluated(expression, state)
        // The line end of a block in YAML has its own rule.
        || matches!(ctx.tree.style(expression.node), Style::YamlLiteral | Style::YamlFolded)
    {
        return;
    }
    let edits = edit::replace_string(ctx.tree, expression.node, trimmed);
    ctx.report(
        expression.node,
        format!("blanks around the delimiters make the expression in {} plain text", place(expression, state)),
    )
    .fix("remove the blanks", Applicability::Unsafe, edits);
}
