//! See [`JSONATA_RESULT_VALUE`].

use crate::expr::types::{Literal, Type};
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{has_types, is_number, is_whole_field, place, value_of};

declare_rule! {
    /// A JSONata expression gives a number that its field does not take.
    ///
    /// AWS looks at the number only when the state runs: `The TimeoutSeconds field cannot be parsed as an integer: 1.6`.
    /// Counts and seconds are whole and not negative, a percentage is at most 100.
    ///
    /// ```json,fails
    /// {"Type": "Wait", "QueryLanguage": "JSONata", "Seconds": "{% -1 %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Wait", "QueryLanguage": "JSONata", "Seconds": "{% 60 %}", "End": true}
    /// ```
    ///
    /// Source: [JSONata runtime errors](https://states-language.net/#jsonata-runtime-errors)
    pub JSONATA_RESULT_VALUE = "jsonata-result-value" (Jsonata, Warning, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    if !is_number(expression) || !is_whole_field(tree, expression) || !has_types(jsonata, ctx.variables) {
        return;
    }
    let Type::Literal(Literal::Number(number)) = jsonata.result() else { return };
    let is_percentage = expression.field.name == "ToleratedFailurePercentage";
    let place = place(expression, state);
    let fault = if number < 0.0 {
        "cannot be negative"
    } else if is_percentage && 100.0 < number {
        "can be at most 100"
    } else if !is_percentage && number.fract() != 0.0 {
        "has to be a whole number"
    } else {
        return;
    };
    let Some(value) = value_of(jsonata) else { return };
    ctx.report(expression.node, format!("{place} {fault}, but this gives {number}"))
        .span(expression.span(tree, &jsonata.ast.range(value)));
}
