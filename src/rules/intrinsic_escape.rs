//! See [`INTRINSIC_ESCAPE`].

use crate::rule::Check;
use crate::semantics::expression_fault::report;

declare_rule! {
    /// A text in a call of an intrinsic function has a quote or a backslash that is not escaped.
    ///
    /// Only `\'`, `\{`, `\}` and `\\` are escapes there; in JSON each of these backslashes is itself written twice. Step Functions
    /// refuses any other, and a single quote within the text ends it.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"note.$": "States.Format('It's order {}', $.id)"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"note.$": "States.Format('It\\'s order {}', $.id)"}, "End": true}
    /// ```
    ///
    /// Fix: writes a backslash before the quote.
    ///
    /// Source: [Intrinsic functions](https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html)
    pub INTRINSIC_ESCAPE = "intrinsic-escape" (Path, Error, JsonPath, fix: Sometimes), Check::Expressions(report)
}
