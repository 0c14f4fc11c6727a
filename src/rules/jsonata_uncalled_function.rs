//! See [`JSONATA_UNCALLED_FUNCTION`].

use crate::diagnostic::Applicability;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression gives a built-in function itself, where its result was meant.
    ///
    /// `$now` is the function, `$now()` the time. A function is no JSON value, so the state fails with
    /// `States.QueryEvaluationError`: it returned an unsupported result type.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"at": "{% $now %}"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"at": "{% $now() %}"}, "End": true}
    /// ```
    ///
    /// Fix: calls the function, if it can be called without arguments.
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_UNCALLED_FUNCTION = "jsonata-uncalled-function" (Jsonata, Warning, Jsonata, fix: Sometimes),
    Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    // A variable of the workflow may have the name of a function.
    if !jsonata.ast.faults.is_empty() || ctx.variables.is_opaque(state.scope) {
        return;
    }
    for uncalled in &jsonata.scope.uncalled {
        let name = uncalled.function.name;
        if ctx.variables.find(name).is_some() {
            continue;
        }
        let (least, _) = uncalled.function.pattern().arity(false);
        let end = uncalled.range.end..uncalled.range.end;
        let edits = if least == 0 { expression.edit(tree, &end, "()") } else { None };
        ctx.report(
            expression.node,
            format!("{} gives the function `${name}` itself, not what it returns", place(expression, state)),
        )
        .span(expression.span(tree, &uncalled.range))
        .help(format!("call it: `{}`", uncalled.function.usage()))
        .fix(format!("call `${name}()`"), Applicability::Safe, edits);
    }
}
