//! See [`INTRINSIC_DOUBTFUL`].

use crate::rule::Check;
use crate::semantics::expression_fault::report;

declare_rule! {
    /// A call of an intrinsic function is written in a way of which it is not known whether Step Functions reads it.
    ///
    /// The parenthesis belongs right behind the name, and numbers are written as in JSON. Other ways may be refused.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"tags.$": "States.Array ($.color, 1)"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"tags.$": "States.Array($.color, 1)"}, "End": true}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_DOUBTFUL = "intrinsic-doubtful" (Path, Warning, JsonPath, fix: Never), Check::Expressions(report)
}
