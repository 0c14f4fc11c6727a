//! See [`TRAILING_COMMA`].

use crate::rule::Check;

declare_rule! {
    /// A comma follows the last member of an object or the last item of an array.
    ///
    /// Many languages allow it, JSON does not: AWS refuses such a definition as unreadable.
    ///
    /// JSON only: YAML allows it in brackets.
    ///
    /// ```json,fails
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true,}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// Fix: removes the comma.
    ///
    /// Source: [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)
    pub TRAILING_COMMA = "trailing-comma" (Syntax, Error, Both, fix: Always), Check::Elsewhere
}
