//! See [`JSONATA_OPERAND_TYPE`].

use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_fault::{self, Class};

declare_rule! {
    /// An operator of a JSONata expression has an operand of a type that it does not take.
    ///
    /// Arithmetic takes numbers, `<` and its like two numbers or two strings, `~>` a function. Anything else fails when the
    /// expression is evaluated, with `States.QueryEvaluationError`. Only values whose type is sure are reported.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $now() - 60000 %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $millis() - 60000 %}", "End": true}
    /// ```
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_OPERAND_TYPE = "jsonata-operand-type" (Jsonata, Warning, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    jsonata_fault::report(ctx, state, expression, jsonata, &Class::OperandType);
}
