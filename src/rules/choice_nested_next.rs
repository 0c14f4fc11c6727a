//! See [`CHOICE_NESTED_NEXT`].

use crate::rule::Check;

declare_rule! {
    /// A test inside And, Or or Not has `Next` or `Assign`.
    ///
    /// Only the outermost rule says where to go and what to assign; AWS refuses these fields further inside.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "Choices": [
    ///   {"Not": {"Variable": "$.paid", "BooleanEquals": true, "Next": "Remind"}, "Next": "Remind"}],
    ///    "Default": "Ship"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "Choices": [
    ///   {"Not": {"Variable": "$.paid", "BooleanEquals": true}, "Next": "Remind"}], "Default": "Ship"}
    /// ```
    ///
    /// Fix: removes the field.
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_NESTED_NEXT = "choice-nested-next" (Structure, Error, JsonPath, fix: Always), Check::Elsewhere
}
