//! See [`JSONATA_HASH_ALGORITHM`].

use crate::expression::{Expression, Jsonata};
use crate::jsonata_fault::{self, Class};
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// `$hash` is called with an algorithm that it does not know.
    ///
    /// It knows `MD5`, `SHA-1`, `SHA-256`, `SHA-384` and `SHA-512`, written exactly so. With another name the expression
    /// fails when it is evaluated.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $hash($states.input.body, 'sha256') %}", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $hash($states.input.body, 'SHA-256') %}", "End": true}
    /// ```
    ///
    /// Source: [Transforming data with JSONata](https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html)
    pub JSONATA_HASH_ALGORITHM = "jsonata-hash-algorithm" (Jsonata, Warning, Jsonata, fix: Never), Check::Jsonata(check)
}

fn check(ctx: &mut Context<'_>, state: &State, expression: &Expression<'_>, jsonata: &Jsonata) {
    jsonata_fault::report(ctx, state, expression, jsonata, &Class::HashAlgorithm);
}
