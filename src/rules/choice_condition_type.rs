//! See [`CHOICE_CONDITION_TYPE`].

use crate::rule::Check;

declare_rule! {
    /// The `Condition` of a choice rule is neither a boolean nor a JSONata expression.
    ///
    /// Text counts as an expression only between `{%` and `%}`.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "$states.input.total > 100", "Next": "Review"}], "Default": "Ship"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [
    ///   {"Condition": "{% $states.input.total > 100 %}", "Next": "Review"}], "Default": "Ship"}
    /// ```
    ///
    /// Fix: puts the text between `{%` and `%}`.
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_CONDITION_TYPE = "choice-condition-type" (Structure, Error, Jsonata, fix: Sometimes), Check::Elsewhere
}
