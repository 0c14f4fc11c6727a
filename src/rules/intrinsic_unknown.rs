//! See [`INTRINSIC_UNKNOWN`].

use crate::rule::Check;
use crate::semantics::expression_fault::report;

declare_rule! {
    /// A call of an intrinsic function that does not exist.
    ///
    /// There are 18 of them, and their names are case-sensitive. Step Functions refuses a definition that calls another.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"id.$": "States.Uuid()"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"id.$": "States.UUID()"}, "End": true}
    /// ```
    ///
    /// Fix: writes the nearest name.
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_UNKNOWN = "intrinsic-unknown" (Path, Error, JsonPath, fix: Sometimes), Check::Expressions(report)
}
