//! See [`INTRINSIC_FORMAT_PLACEHOLDERS`].

use crate::rule::Check;
use crate::semantics::expression_fault::report_run_time;

declare_rule! {
    /// The placeholders of a `States.Format` template do not fit its other arguments.
    ///
    /// Each `{}` takes one argument, and a brace that is meant as such is escaped. Step Functions creates the state machine, and the
    /// call fails with `States.Runtime` when it runs.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"text.$": "States.Format('{} of {}', $.done)"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"text.$": "States.Format('{} of {}', $.done, $.total)"}, "End": true}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_FORMAT_PLACEHOLDERS = "intrinsic-format-placeholders" (Path, Warning, JsonPath, fix: Never), Check::Intrinsic(report_run_time)
}
