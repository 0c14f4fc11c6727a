//! See [`CHOICE_MIXED_LANGUAGE_RULE`].

use crate::rule::Check;

declare_rule! {
    /// A choice rule tests in the query language that its state does not use.
    ///
    /// JSONPath rules have `Variable` and comparison operators, JSONata rules have `Condition`. AWS refuses a field of
    /// the other language.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $states.input.paid %}", "Variable": "$.paid", "Next": "Ship"}], "Default": "Remind"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $states.input.paid %}", "Next": "Ship"}], "Default": "Remind"}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_MIXED_LANGUAGE_RULE = "choice-mixed-language-rule" (Structure, Error, Both, fix: Never), Check::Elsewhere
}
