//! See [`JSONATA_DUPLICATE_OBJECT_KEY`].

use crate::expression::{Expression, Jsonata};
use crate::model::State;
use crate::rule::{Check, Context};
use crate::semantics::jsonata_fault::{self, Class};

declare_rule! {
    /// An object in a JSONata expression gives a key twice.
    ///
    /// JSONata does not let the later one win: the expression fails when it is evaluated, with `States.QueryEvaluationError`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% {'id': 1, 'name': $states.input.name, 'id': 2} %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% {'id': 1, 'name': $states.input.name} %}", "End": true}
    /// ```
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_DUPLICATE_OBJECT_KEY = "jsonata-duplicate-object-key" (Jsonata, Warning, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    jsonata_fault::report(ctx, state, expression, jsonata, &Class::DuplicateKey);
}
