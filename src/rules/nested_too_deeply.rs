//! See [`NESTED_TOO_DEEPLY`].

use crate::rule::Check;

declare_rule! {
    /// Values nest more than 256 levels deep.
    ///
    /// AWS refuses definitions that nest too deeply (`TOO_DEEPLY_NESTED`); real ones stay far below this bound. What
    /// lies deeper is not checked.
    ///
    /// ```json,fails,generated
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true, "Result":
    /// repeat "[" 300
    /// repeat "]" 300
    /// }}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true, "Result": [[["deep"]]]}}}
    /// ```
    ///
    /// Source: [ValidateStateMachineDefinition](https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html)
    pub NESTED_TOO_DEEPLY = "nested-too-deeply" (Syntax, Error, Both, fix: Never), Check::Elsewhere
}
