//! See [`JSONATA_LOCAL_SHADOWS_VARIABLE`].

use crate::expr::jsonata::scope::BinderKind;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// `:=` in a JSONata expression binds a name that a variable of the workflow has.
    ///
    /// It hides the variable for the rest of the expression and does not change it: only `Assign` gives a variable a value.
    ///
    /// ```json,fails
    /// {"StartAt": "Start", "States": {
    ///   "Start": {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"total": 0}, "Next": "Add"},
    ///   "Add": {"Type": "Pass", "QueryLanguage": "JSONata",
    ///     "Output": "{% ($total := $sum($states.input.prices); $total) %}", "Next": "Done"},
    ///   "Done": {"Type": "Succeed", "QueryLanguage": "JSONata", "Output": "{% $total %}"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Start", "States": {
    ///   "Start": {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"total": 0}, "Next": "Add"},
    ///   "Add": {"Type": "Pass", "QueryLanguage": "JSONata",
    ///     "Assign": {"total": "{% $sum($states.input.prices) %}"}, "Next": "Done"},
    ///   "Done": {"Type": "Succeed", "QueryLanguage": "JSONata", "Output": "{% $total %}"}}}
    /// ```
    ///
    /// Source: [Expressions](https://states-language.net/#expressions)
    pub JSONATA_LOCAL_SHADOWS_VARIABLE = "jsonata-local-shadows-variable" (Jsonata, Warning, Jsonata, fix: Never),
    Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !jsonata.ast.faults.is_empty() {
        return;
    }
    for binder in &jsonata.scope.binders {
        // Parameters of functions are meant to be names of their own.
        if !binder.shadows || binder.kind != BinderKind::Assignment {
            continue;
        }
        let Some(variable) = ctx.variables.find(&binder.name) else { continue };
        if ctx.variables.home(state.scope, variable).is_none() {
            continue;
        }
        ctx.report(
            expression.node,
            format!(
                "`${} :=` in {} hides the variable of the workflow and does not change it",
                binder.name,
                place(expression, state)
            ),
        )
        .span(expression.span(tree, &binder.range))
        .help("use another name, or set the variable in `Assign`");
    }
}
