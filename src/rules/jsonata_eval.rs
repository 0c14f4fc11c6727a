//! See [`JSONATA_EVAL`].

use crate::expr::jsonata::functions::REFUSED;
use crate::expr::jsonata::scope::Callee;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression calls `$eval`, the one function that Step Functions leaves out.
    ///
    /// The state machine is created, and the expression fails when it is evaluated. To read JSON text, Step Functions has
    /// `$parse`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $eval($states.input.body) %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $parse($states.input.body) %}", "End": true}
    /// ```
    ///
    /// Fix: calls `$parse`.
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_EVAL = "jsonata-eval" (Jsonata, Warning, Jsonata, fix: Always), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !jsonata.ast.faults.is_empty() {
        return;
    }
    for call in &jsonata.scope.calls {
        if !matches!(call.callee, Callee::Unknown) || &*call.name != REFUSED {
            continue;
        }
        let edits = expression.edit(tree, &call.name_range, "$parse");
        ctx.report(
            expression.node,
            format!("`$eval`, which {} calls, does not exist in Step Functions", place(expression, state)),
        )
        .span(expression.span(tree, &call.name_range))
        .help("`$parse` reads JSON text")
        .fix("call `$parse`", crate::diagnostic::Applicability::Unsafe, edits);
    }
}
