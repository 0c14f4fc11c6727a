//! See [`INTRINSIC_DOUBLE_QUOTE`].

use crate::rule::Check;
use crate::semantics::expression_fault::report;

declare_rule! {
    /// A text in a call of an intrinsic function stands in double quotes.
    ///
    /// Such texts are written in single quotes. Step Functions refuses a definition with double ones around them.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"text.$": "States.Format(\"Order {}\", $.id)"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"text.$": "States.Format('Order {}', $.id)"}, "End": true}
    /// ```
    ///
    /// Fix: writes single quotes.
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_DOUBLE_QUOTE = "intrinsic-double-quote" (Path, Error, JsonPath, fix: Sometimes), Check::Expressions(report)
}
