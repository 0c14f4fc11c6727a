//! See [`JSON_SYNTAX`].

use crate::rule::Check;

declare_rule! {
    /// The text is not JSON.
    ///
    /// AWS reads a definition with a strict JSON parser and refuses what it cannot read with
    /// `INVALID_JSON_DESCRIPTION`; only the place of the first fault is said. Here reading goes on behind a fault, so
    /// that all of them are found in one go, and where brackets do not balance the indentation decides where one is
    /// missing.
    ///
    /// JSON only: the same slip in YAML is `yaml-syntax`.
    ///
    /// ```json,fails
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass" "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// Fix: inserts a missing comma, colon or quote, puts bare words in quotes.
    ///
    /// Source: [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)
    pub JSON_SYNTAX = "json-syntax" (Syntax, Error, Both, fix: Sometimes), Check::Elsewhere
}
