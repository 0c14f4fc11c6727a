//! See [`DEFINITION_NOT_OBJECT`].

use crate::rule::Check;

declare_rule! {
    /// A definition is some other value than an object.
    ///
    /// AWS answers that the definition must be a valid JSON object.
    ///
    /// ```json,fails
    /// ["Greet", "Part"]
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// Source: [State machine structure](https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html)
    pub DEFINITION_NOT_OBJECT = "definition-not-object" (Syntax, Error, Both, fix: Never), Check::Elsewhere
}
