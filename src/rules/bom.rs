//! See [`BOM`].

use crate::rule::Check;

declare_rule! {
    /// A JSON file starts with a byte-order mark.
    ///
    /// The mark is invisible in editors. Tools that hand the file on as it is send it along, and strict JSON parsers
    /// stop at it.
    ///
    /// JSON only: in YAML the mark is allowed.
    ///
    /// ```json,fails,generated
    /// repeat "\uFEFF" 1
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// Fix: removes the mark.
    ///
    /// Source: [RFC 8259, section 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1)
    pub BOM = "bom" (Syntax, Warning, Both, fix: Always), Check::Elsewhere
}
