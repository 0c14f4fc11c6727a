//! See [`RESULT_ON_JSONATA_PASS`].

use crate::rule::Check;

declare_rule! {
    /// A JSONata Pass state has `Result`.
    ///
    /// `Result` belongs to JSONPath. In JSONata the output of a Pass state is its `Output`, in which `{% … %}` is
    /// evaluated; AWS refuses the old field.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Result": {"greeting": "hello"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"greeting": "hello"}, "End": true}
    /// ```
    ///
    /// Fix: renames the field to `Output`.
    ///
    /// Source: [Pass state](https://states-language.net/#pass-state)
    pub RESULT_ON_JSONATA_PASS = "result-on-jsonata-pass" (Structure, Error, Jsonata, fix: Always), Check::Elsewhere
}
