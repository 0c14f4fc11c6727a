//! See [`JSONATA_RESULT_TYPE`].

use crate::expr::types::Kinds;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_place::{accepted, has_types, place, value_of};

declare_rule! {
    /// A JSONata expression gives a value of a type that its field does not take.
    ///
    /// A `Condition` takes a boolean, `Seconds` a number, `Items` an array. Other values fail when the state runs:
    /// `returned an unexpected result type. Expected 'array', but was 'number'`. Nowhere can an expression give a function or
    /// nothing at all. Only types that are sure are reported.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $count($states.input.items) %}", "Next": "Ship"}], "Default": "Wait"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $count($states.input.items) > 0 %}", "Next": "Ship"}], "Default": "Wait"}
    /// ```
    ///
    /// Source: [JSONata runtime errors](https://states-language.net/#jsonata-runtime-errors)
    pub JSONATA_RESULT_TYPE = "jsonata-result-type" (Jsonata, Warning, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    // What fails inside, asks for nothing, or is not called, is told by other rules.
    if !has_types(jsonata, ctx.variables)
        || !jsonata.types.faults.is_empty()
        || !jsonata.scope.uncalled.is_empty()
        || !jsonata.scope.context.is_empty()
    {
        return;
    }
    let kinds = jsonata.result().kinds();
    let takes = accepted(tree, expression);
    if kinds.is_empty() || kinds.intersects(takes) {
        return;
    }
    let Some(value) = value_of(jsonata) else { return };
    let place = place(expression, state);
    let message = if kinds == Kinds::UNDEFINED {
        format!("the expression in {place} gives nothing, which fails")
    } else if Kinds::FUNCTION.contains(kinds) {
        format!("the expression in {place} gives a function, which is no JSON value")
    } else {
        format!("{place} takes {takes}, but this gives {}", kinds.without(Kinds::UNDEFINED))
    };
    ctx.report(expression.node, message).span(expression.span(tree, &jsonata.ast.range(value)));
}
