//! See [`INTRINSIC_JSON_MERGE_DEEP`].

use crate::rule::Check;
use crate::semantics::expression_fault::report_run_time;

declare_rule! {
    /// `States.JsonMerge` is asked for a deep merge, which it does not do.
    ///
    /// Step Functions merges the top level only; with `true` as the third argument the call fails when it runs.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"settings.$": "States.JsonMerge($.defaults, $.settings, true)"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"settings.$": "States.JsonMerge($.defaults, $.settings, false)"}, "End": true}
    /// ```
    ///
    /// Fix: writes `false`.
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_JSON_MERGE_DEEP = "intrinsic-json-merge-deep" (Path, Warning, JsonPath, fix: Always), Check::Intrinsic(report_run_time)
}
