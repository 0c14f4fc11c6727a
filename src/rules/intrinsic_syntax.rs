//! See [`INTRINSIC_SYNTAX`].

use crate::rule::Check;
use crate::semantics::expression_fault::report;

declare_rule! {
    /// A call of an intrinsic function that cannot be read.
    ///
    /// An argument is a path, a text in single quotes, a number, `true`, `false`, `null` or another call; commas stand between
    /// arguments, and every parenthesis is closed. Step Functions refuses a definition with any other call.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"text.$": "States.Format('Order {}', $.id"}, "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"tags.$": "States.Array(red, $.color)"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"text.$": "States.Format('Order {}', $.id)"}, "End": true}
    /// ```
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_SYNTAX = "intrinsic-syntax" (Path, Error, JsonPath, fix: Never), Check::Expressions(report)
}
