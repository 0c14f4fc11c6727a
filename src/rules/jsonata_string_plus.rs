//! See [`JSONATA_STRING_PLUS`].

use crate::diagnostic::Applicability;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_fault::{self, Class};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// Strings are joined by `+` in a JSONata expression.
    ///
    /// `+` adds numbers and nothing else; with a string the expression fails when it is evaluated:
    /// `The left side of the "+" operator must evaluate to a number`. Strings are joined by `&`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 'Hello ' + $states.input.name %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 'Hello ' & $states.input.name %}", "End": true}
    /// ```
    ///
    /// Fix: writes `&`.
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_STRING_PLUS = "jsonata-string-plus" (Jsonata, Warning, Jsonata, fix: Always), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    for (class, _) in jsonata_fault::faults(jsonata, ctx.variables) {
        let Class::StringPlus(operator) = class else { continue };
        let edits = expression.edit(tree, &operator, "&");
        ctx.report(expression.node, format!("`+` in {} adds numbers, but has a string", place(expression, state)))
            .span(expression.span(tree, &operator))
            .help("strings are joined by `&`")
            .fix("write `&`", Applicability::Unsafe, edits);
    }
}
