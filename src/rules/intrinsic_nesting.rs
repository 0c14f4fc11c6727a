//! See [`INTRINSIC_NESTING`].

use crate::rule::Check;
use crate::semantics::expression_fault::report;

declare_rule! {
    /// More than ten calls of intrinsic functions are nested in one field.
    ///
    /// The documentation gives ten as the most that a field may have. Compute a part of the value in a state before, or in a
    /// variable.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {
    ///   "deep.$": "States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array($.a)))))))))))"},
    ///   "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {
    ///   "deep.$": "States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array(States.Array($.a))))))))))"},
    ///   "End": true}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_NESTING = "intrinsic-nesting" (Path, Warning, JsonPath, fix: Never), Check::Expressions(report)
}
