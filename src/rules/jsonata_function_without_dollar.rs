//! See [`JSONATA_FUNCTION_WITHOUT_DOLLAR`].

use crate::diagnostic::Applicability;
use crate::expr::jsonata::scope::Callee;
use crate::expression::{Expression, Jsonata};
use crate::semantics::jsonata_place::place;
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
    /// Fix: puts the `$` before the name.
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_FUNCTION_WITHOUT_DOLLAR = "jsonata-function-without-dollar" (Jsonata, Warning, Jsonata, fix: Always),
    Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !jsonata.ast.faults.is_empty() {
        return;
    }
    for call in &jsonata.scope.calls {
        let Callee::Bare(function) = call.callee else { continue };
        let edits = expression.edit(tree, &call.name_range, &format!("${}", function.name));
        ctx.report(
            expression.node,
            format!("`{}(…)` in {} calls no function without a `$`", function.name, place(expression, state)),
        )
        .span(expression.span(tree, &call.name_range))
        .fix(format!("call `${}`", function.name), Applicability::Safe, edits);
    }
}
