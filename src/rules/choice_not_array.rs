//! See [`CHOICE_NOT_ARRAY`].

use crate::rule::Check;

declare_rule! {
    /// `Not` is given a list, or `And` or `Or` something that is none.
    ///
    /// `And` and `Or` take an array of tests, `Not` takes a single test as an object.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "Choices": [
    ///   {"Not": [{"Variable": "$.paid", "BooleanEquals": true}], "Next": "Remind"}], "Default": "Ship"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "Choices": [
    ///   {"Not": {"Variable": "$.paid", "BooleanEquals": true}, "Next": "Remind"}], "Default": "Ship"}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub CHOICE_NOT_ARRAY = "choice-not-array" (Structure, Error, JsonPath, fix: Never), Check::Elsewhere
}
