//! See [`INTRINSIC_IN_JSONATA`].

use crate::expr::intrinsic;
use crate::expression::Expression;
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{is_evaluated, may_be_text, place};

declare_rule! {
    /// An intrinsic function stands as text in a JSONata state.
    ///
    /// `States.…` functions belong to `JSONPath` states. A JSONata state gives on the text of the call; its own functions
    /// start with `$` and stand between `{%` and `%}`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"id": "States.UUID()"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"id": "{% $uuid() %}"}, "End": true}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://states-language.net/#intrinsic-functions)
    pub INTRINSIC_IN_JSONATA = "intrinsic-in-jsonata" (Jsonata, Warning, Jsonata, fix: Never), Check::Literal(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>) {
    let text = expression.text.trim();
    // With the suffix of JSONPath on its key, that is the fault.
    if !text.starts_with("States.")
        || expression.has_suffix(ctx.tree)
        || !is_evaluated(expression, state)
        || !may_be_text(ctx.tree, expression)
        || !intrinsic::looks_like_intrinsic(text)
        || !text.ends_with(')')
    {
        return;
    }
    ctx.report(expression.node, format!("the intrinsic function in {} is plain text", place(expression, state)))
        .help("JSONata has functions of its own, such as `$uuid()`, `$hash(…)` and `&` for joining strings");
}
