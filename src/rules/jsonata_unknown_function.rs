//! See [`JSONATA_UNKNOWN_FUNCTION`].

use crate::diagnostic::Applicability;
use crate::expr::jsonata::functions::{self, REFUSED};
use crate::expr::jsonata::scope::Callee;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_habit;
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression calls a function that does not exist.
    ///
    /// AWS creates the state machine all the same; the expression then fails with `States.QueryEvaluationError`, as an attempt
    /// to call something that is no function. Variables of the workflow hold no functions.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $uppercse($states.input.name) %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata",
    ///   "Output": "{% ($twice := function($n) { $n * 2 }; $twice($states.input.count)) %}", "End": true}
    /// ```
    ///
    /// Fix: writes the name that is nearest, or that of the function which JavaScript has under this name.
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_UNKNOWN_FUNCTION = "jsonata-unknown-function" (Jsonata, Warning, Jsonata, fix: Sometimes),
    Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !jsonata.ast.faults.is_empty() {
        return;
    }
    for call in &jsonata.scope.calls {
        if !matches!(call.callee, Callee::Unknown) || &*call.name == REFUSED {
            continue;
        }
        let is_variable = ctx.variables.find(&call.name).is_some();
        let what = if is_variable { "is a variable of the workflow and no function" } else { "is no function" };
        let message = format!("`${}`, which {} calls, {what}", call.name, place(expression, state));
        let meant = jsonata_habit::function(&call.name).or_else(|| functions::closest(&call.name));
        let meant = meant.filter(|_| !is_variable);
        let edits = meant.and_then(|meant| expression.edit(tree, &call.name_range, &format!("${meant}")));
        let diagnostic = ctx.report(expression.node, message);
        diagnostic.span(expression.span(tree, &call.name_range));
        if let Some(meant) = meant {
            diagnostic.fix(format!("call `${meant}`"), Applicability::Unsafe, edits);
        }
    }
}
