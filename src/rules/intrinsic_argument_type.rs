//! See [`INTRINSIC_ARGUMENT_TYPE`].

use crate::rule::Check;
use crate::semantics::expression_fault::report_run_time;

declare_rule! {
    /// An argument of an intrinsic function has a type that the function does not take.
    ///
    /// Nothing is checked when the state machine is created; the call fails with `States.Runtime` when it runs. Texts, numbers and
    /// the results of nested calls are judged here, paths are not.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"chunks.$": "States.ArrayPartition($.items, '10')"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"chunks.$": "States.ArrayPartition($.items, 10)"}, "End": true}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_ARGUMENT_TYPE = "intrinsic-argument-type" (Path, Warning, JsonPath, fix: Never), Check::Intrinsic(report_run_time)
}
