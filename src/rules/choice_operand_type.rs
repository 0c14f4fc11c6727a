//! See [`CHOICE_OPERAND_TYPE`].

use crate::rule::Check;

declare_rule! {
    /// The operand of a comparison has another type than its operator compares.
    ///
    /// `String…` and `Timestamp…` operators take text, `Numeric…` ones a number, `Boolean…` and `Is…` ones true or
    /// false, and all that end in `Path` a path as text.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "Choices": [{"Variable": "$.paid", "BooleanEquals": "true", "Next": "Ship"}],
    ///    "Default": "Remind"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "Choices": [{"Variable": "$.paid", "BooleanEquals": true, "Next": "Ship"}],
    ///    "Default": "Remind"}
    /// ```
    ///
    /// Fix: adds or removes quotes where nothing else is off.
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_OPERAND_TYPE = "choice-operand-type" (Structure, Error, JsonPath, fix: Sometimes), Check::Elsewhere
}
