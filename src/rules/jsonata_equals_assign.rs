//! See [`JSONATA_EQUALS_ASSIGN`].

use crate::diagnostic::Applicability;
use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_habit::{self, Habit};
use crate::semantics::jsonata_place::place;

declare_rule! {
    /// A JSONata expression compares with `==`, `===` or `!==`.
    ///
    /// Equality is a single `=` in JSONata, and its opposite `!=`. AWS refuses the others when the state machine is created.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $states.input.status == 'PAID' %}", "Next": "Ship"}], "Default": "Remind"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $states.input.status = 'PAID' %}", "Next": "Ship"}], "Default": "Remind"}
    /// ```
    ///
    /// Fix: writes `=` or `!=`.
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_EQUALS_ASSIGN = "jsonata-equals-assign" (Jsonata, Error, Jsonata, fix: Always), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    let tree = ctx.tree;
    let Some(Habit::Operators(operators)) = jsonata_habit::of(expression.text, &jsonata.ast) else { return };
    for misused in operators.iter().filter(|misused| misused.operator.ends_with("==")) {
        let Some(instead) = misused.instead else { continue };
        let message = format!(
            "`{}` in {} is no operator of JSONata, which writes `{instead}`",
            misused.operator,
            place(expression, state)
        );
        let edits = expression.edit(tree, &misused.range, instead);
        ctx.report(expression.node, message).span(expression.span(tree, &misused.range)).fix(
            format!("write `{instead}`"),
            Applicability::Safe,
            edits,
        );
    }
}
