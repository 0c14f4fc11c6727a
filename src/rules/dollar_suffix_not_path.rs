//! See [`DOLLAR_SUFFIX_NOT_PATH`].

use crate::rule::Check;
use crate::semantics::expression_fault::report;

declare_rule! {
    /// A key ends in `.$`, but its value is neither a path nor a call of an intrinsic function.
    ///
    /// The suffix says that the value is to be evaluated. Step Functions refuses a definition where it cannot be: "must be a
    /// valid JSONPath or a valid intrinsic function call".
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"status.$": "done"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"status": "done", "id.$": "$.id"}, "End": true}
    /// ```
    ///
    /// Fix: removes the suffix, so that the value is sent as text.
    ///
    /// Source: [Payload template](https://states-language.net/#payload-template)
    pub DOLLAR_SUFFIX_NOT_PATH = "dollar-suffix-not-path" (Path, Error, JsonPath, fix: Sometimes), Check::Expressions(report)
}
