//! See [`INTRINSIC_ARGUMENT_VALUE`].

use crate::rule::Check;
use crate::semantics::expression_fault::report_run_time;

declare_rule! {
    /// An argument of an intrinsic function is of the right type, but no value that the function takes.
    ///
    /// A hash algorithm that there is not, an index below 0, bounds in the wrong order, a number beyond 32 bits, a text that is no
    /// JSON: the state machine is created, and the call fails with `States.Runtime` when it runs.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"hash.$": "States.Hash($.body, 'SHA256')"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"hash.$": "States.Hash($.body, 'SHA-256')"}, "End": true}
    /// ```
    ///
    /// Fix: writes the algorithm as it is spelt.
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_ARGUMENT_VALUE = "intrinsic-argument-value" (Path, Warning, JsonPath, fix: Sometimes), Check::Intrinsic(report_run_time)
}
