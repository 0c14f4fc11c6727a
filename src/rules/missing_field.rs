//! See [`MISSING_FIELD`].

use crate::rule::Check;

declare_rule! {
    /// An object of the language lacks a field that it must have.
    ///
    /// AWS refuses the definition: `These fields are required: […]`. A field that is there under a misspelt name is
    /// reported as `unknown-field` only.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Parameters": {"FunctionName": "greet"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "greet"},
    ///    "End": true}
    /// ```
    ///
    /// Source: [State types](https://states-language.net/#state-types)
    pub MISSING_FIELD = "missing-field" (Structure, Error, Both, fix: Never), Check::Elsewhere
}
