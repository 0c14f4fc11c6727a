//! See [`DEFINITION_EMPTY`].

use crate::rule::Check;

declare_rule! {
    /// A definition has nothing in it.
    ///
    /// AWS answers that the definition must be a valid JSON object.
    ///
    /// ```json,fails
    /// null
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
    /// ```
    ///
    /// Source: [CreateStateMachine](https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html)
    pub DEFINITION_EMPTY = "definition-empty" (Syntax, Error, Both, fix: Never), Check::Elsewhere
}
