//! See [`INTRINSIC_ARGUMENT_LIMIT`].

use crate::rule::Check;
use crate::semantics::expression_fault::report_run_time;

declare_rule! {
    /// A text is too long for the intrinsic function that gets it.
    ///
    /// `States.Hash`, `States.Base64Encode` and `States.Base64Decode` take at most 10,000 characters.
    ///
    /// ```json,fails,generated
    /// {"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"hash.$": "States.Hash('
    /// repeat "0123456789" 1001
    /// ', 'MD5')"}, "End": true}}}
    /// ```
    ///
    /// ```json,passes,generated
    /// {"StartAt": "A", "States": {"A": {"Type": "Pass", "Parameters": {"hash.$": "States.Hash('
    /// repeat "0123456789" 1000
    /// ', 'MD5')"}, "End": true}}}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_ARGUMENT_LIMIT = "intrinsic-argument-limit" (Path, Warning, JsonPath, fix: Never), Check::Intrinsic(report_run_time)
}
