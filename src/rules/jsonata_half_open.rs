//! See [`JSONATA_HALF_OPEN`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{is_evaluated, place};

declare_rule! {
    /// A string starts with `{%` and does not end with `%}`.
    ///
    /// AWS takes it for an expression that is not closed and refuses the definition:
    /// `JSONata string must start with {% and end with %}`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"order": "{% $states.input.order"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"order": "{% $states.input.order %}"}, "End": true}
    /// ```
    ///
    /// Fix: appends `%}`.
    ///
    /// Source: [Expressions](https://states-language.net/#expressions)
    pub JSONATA_HALF_OPEN = "jsonata-half-open" (Jsonata, Error, Jsonata, fix: Always), Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    let text = expression.text;
    if !text.starts_with("{%") || !is_evaluated(expression, state) {
        return;
    }
    // Closed somewhere, but not at the end: that has a better name.
    if text.contains("%}") {
        return;
    }
    let stem = text.trim_end().trim_end_matches(['%', '}']).trim_end();
    let edits = edit::replace_string(ctx.tree, expression.node, &format!("{stem} %}}"));
    ctx.report(expression.node, format!("the expression in {} is not closed by `%}}`", place(expression, state))).fix(
        "close it with `%}`",
        Applicability::Safe,
        edits,
    );
}
