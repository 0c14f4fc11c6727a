//! See [`INTRINSIC_ARITY`].

use crate::rule::Check;
use crate::semantics::expression_fault::report_run_time;

declare_rule! {
    /// An intrinsic function is called with too few or too many arguments.
    ///
    /// Step Functions creates the state machine and fails with `States.Runtime` when the call runs. `States.UUID` is an exception:
    /// it does not look at its arguments.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"hash.$": "States.Hash($.body)"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"hash.$": "States.Hash($.body, 'SHA-256')"}, "End": true}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_ARITY = "intrinsic-arity" (Path, Warning, JsonPath, fix: Never), Check::Intrinsic(report_run_time)
}
