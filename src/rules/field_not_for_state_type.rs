//! See [`FIELD_NOT_FOR_STATE_TYPE`].

use crate::rule::Check;

declare_rule! {
    /// A state has a field that only states of other types have.
    ///
    /// AWS refuses it: `Field 'Catch' is not supported`. Common cases: `Retry` and `Catch` belong to Task, Parallel and
    /// Map states only, `TimeoutSeconds` to Task states only, and Wait and Choice states have no `ResultPath`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Retry": [{"ErrorEquals": ["States.ALL"]}], "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "greet"},
    ///   "Retry": [{"ErrorEquals": ["States.ALL"]}], "End": true}
    /// ```
    ///
    /// Fix: removes the field.
    ///
    /// Source: [State types](https://states-language.net/#state-types)
    pub FIELD_NOT_FOR_STATE_TYPE = "field-not-for-state-type" (Structure, Error, Both, fix: Always), Check::Elsewhere
}
