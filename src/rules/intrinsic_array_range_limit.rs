//! See [`INTRINSIC_ARRAY_RANGE_LIMIT`].

use crate::rule::Check;
use crate::semantics::expression_fault::report_run_time;

declare_rule! {
    /// `States.ArrayRange` is asked for more than 1,000 items, or for a step of 0.
    ///
    /// The state machine is created, and the call fails with `States.Runtime` when it runs. An inner range for each of an outer one
    /// gives more items.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"pages.$": "States.ArrayRange(1, 5000, 1)"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"pages.$": "States.ArrayRange(1, 1000, 1)"}, "End": true}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_ARRAY_RANGE_LIMIT = "intrinsic-array-range-limit" (Path, Warning, JsonPath, fix: Never), Check::Intrinsic(report_run_time)
}
