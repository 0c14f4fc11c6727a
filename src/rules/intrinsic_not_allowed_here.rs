//! See [`INTRINSIC_NOT_ALLOWED_HERE`].

use crate::rule::Check;
use crate::semantics::expression_fault::report;

declare_rule! {
    /// An intrinsic function is called in a field that takes only a path.
    ///
    /// Calls are read in payloads under keys ending in `.$`, and in `ErrorPath` and `CausePath`. Elsewhere Step Functions answers
    /// that the path does not begin with `$`.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "InputPath": "States.StringToJson($.body)", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"body.$": "States.StringToJson($.body)"}, "End": true}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_NOT_ALLOWED_HERE = "intrinsic-not-allowed-here" (Path, Error, JsonPath, fix: Never), Check::Expressions(report)
}
