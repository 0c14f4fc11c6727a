//! See [`PATH_DOUBTFUL`].

use crate::rule::Check;
use crate::semantics::expression_fault::report;

declare_rule! {
    /// A path that the Jayway library does not read, though nobody has recorded what Step Functions makes of it.
    ///
    /// Scripts in brackets, words without quotes in a filter, a step in a slice, an unknown function at the end: such paths are
    /// seen in the wild, are at best read in another way than they look, and may be refused.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "InputPath": "$.orders[(@.length-1)]", "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"failed.$": "$.jobs[?(@.status == FAILED)]"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "InputPath": "$.orders[-1]", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"failed.$": "$.jobs[?(@.status == 'FAILED')]"}, "End": true}
    /// ```
    ///
    /// Source: [Paths](https://states-language.net/#path)
    pub PATH_DOUBTFUL = "path-doubtful" (Path, Warning, JsonPath, fix: Never), Check::Expressions(report)
}
