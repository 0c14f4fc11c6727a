//! See [`JSONATA_FUNCTION_WITHOUT_DOLLAR`].

use crate::diagnostic::Applicability;
use crate::expr::jsonata::scope::{CallUse, Callee};
use crate::expression::{Expression, Jsonata};
use crate::jsonata_place::place;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A JSONata expression calls a built-in function without its `$`.
    ///
    /// `sum(…)` looks for a field `sum` and tries to call it. Names of functions, built-in ones too, start with `$`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% sum($states.input.prices) %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $sum($states.input.prices) %}", "End": true}
    /// ```
    ///
    /// Fix: puts the `$` before the name; none for a call like a method's, `items.count()`, where the value before the dot has to
    /// become an argument.
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_FUNCTION_WITHOUT_DOLLAR = "jsonata-function-without-dollar" (Jsonata, Warning, Jsonata, fix: Sometimes),
    Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !jsonata.ast.faults.is_empty() {
        return;
    }
    for call in &jsonata.scope.calls {
        let Callee::Bare(function) = call.callee else { continue };
        let name = function.name;
        let message = format!("`{name}(…)` in {} calls no function without a `$`", place(expression, state));
        let diagnostic = ctx.report(expression.node, message);
        diagnostic.span(expression.span(tree, &call.name_range));
        if is_method(expression, call) {
            diagnostic.help(format!("call `${name}(…)`, with what stands before the dot as its first argument"));
            continue;
        }
        let edits = expression.edit(tree, &call.name_range, &format!("${name}"));
        diagnostic.fix(format!("call `${name}`"), Applicability::Safe, edits);
    }
}

/// Whether the function is called like a method, `items.map(…)`, which a `$` alone does not mend: functions get a value as
/// an argument, or one item of it after the other as the context.
fn is_method(expression: &Expression<'_>, call: &CallUse) -> bool {
    let before = expression.text.get(..call.name_range.start as usize).unwrap_or_default();
    before.trim_end().ends_with('.')
}
