//! See [`PATH_SYNTAX`].

use crate::rule::Check;
use crate::semantics::expression_fault::report;

declare_rule! {
    /// A path that cannot be read.
    ///
    /// Step Functions reads every path when a state machine is created and refuses the definition over one that it cannot read:
    /// one that does not begin with `$`, ends in a dot, has a blank or an unclosed bracket in it. The grammar is that of the
    /// Jayway library and not that of RFC 9535: a filter needs parentheses, a name may have a hyphen.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "OutputPath": "order.total", "End": true}
    /// ```
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Parameters": {"paid.$": "$.orders[?@.paid == true]"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "OutputPath": "$.order.total", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "Parameters": {"paid.$": "$.orders[?(@.paid == true)]"}, "End": true}
    /// ```
    ///
    /// Fix: writes `$.` before a name that stands alone.
    ///
    /// Source: [Paths](https://states-language.net/#path)
    pub PATH_SYNTAX = "path-syntax" (Path, Error, JsonPath, fix: Sometimes), Check::Expressions(report)
}
