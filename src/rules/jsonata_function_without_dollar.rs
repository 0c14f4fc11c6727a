//! See [`JSONATA_FUNCTION_WITHOUT_DOLLAR`].

use crate::diagnostic::Applicability;
use crate::expr::jsonata::scope::Callee;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_habit;
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression calls a function without a `$`.
    ///
    /// `sum(…)` looks for a field `sum` and tries to call it, and fails, since no field is a function. Names of functions,
    /// built-in ones too, start with `$`; there are no methods, as in `name.toUpperCase()`.
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
        let before = expression.text.get(..call.name_range.start as usize).unwrap_or_default().trim_end();
        // `Math.max(…)`, `States.UUID()`: the name before the dot is a fault of its own.
        let holder = before.trim_end_matches('.').trim_end().len();
        if jsonata.scope.context.iter().any(|asked| !asked.nested && asked.range.end as usize == holder) {
            continue;
        }
        // Called like a method, `items.map(…)`: a `$` alone does not mend it, since functions get a value as an argument, or
        // one item of it after the other as the context.
        let is_method = before.ends_with('.');
        let (name, meant) = match call.callee {
            Callee::Bare(function) => (function.name, Some(function.name)),
            // A lone name is found to have no value at all.
            Callee::Field if is_method => (&*call.name, jsonata_habit::function(&call.name)),
            _ => continue,
        };
        let message = format!("`{name}(…)` in {} calls no function without a `$`", place(expression, state));
        let diagnostic = ctx.report(expression.node, message);
        diagnostic.span(expression.span(tree, &call.name_range));
        if is_method {
            let meant = meant.map_or_else(|| "a function".to_owned(), |meant| format!("`${meant}(…)`"));
            diagnostic.help(format!("call {meant}, with what stands before the dot as its first argument"));
            continue;
        }
        let edits = expression.edit(tree, &call.name_range, &format!("${name}"));
        diagnostic.fix(format!("call `${name}`"), Applicability::Safe, edits);
    }
}
