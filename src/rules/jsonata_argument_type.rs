//! See [`JSONATA_ARGUMENT_TYPE`].

use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_fault::{self, Class};

declare_rule! {
    /// An argument of a built-in JSONata function has a type that the function does not take.
    ///
    /// AWS creates the state machine; the expression fails when it is evaluated: `Argument 1 of function "hash" does not
    /// match function signature`. Only values whose type is sure are reported.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $hash(123, 'SHA-256') %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $hash($string(123), 'SHA-256') %}", "End": true}
    /// ```
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_ARGUMENT_TYPE = "jsonata-argument-type" (Jsonata, Warning, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    jsonata_fault::report(ctx, state, expression, jsonata, &Class::ArgumentType);
}
