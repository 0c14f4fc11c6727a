//! See [`INNER_STATE_LANGUAGE_SURPRISE`].

use crate::rule::Check;

declare_rule! {
    /// A state uses JSONata because the Map or Parallel state around it does, but it has not chosen JSONata itself.
    ///
    /// The query language is not handed down by Map and Parallel states: a state without `QueryLanguage` takes the
    /// language of the whole machine. In a JSONPath machine AWS therefore refuses the JSONata fields of such a state.
    /// Reported once for each state.
    ///
    /// ```json,fails
    /// {"Type": "Map", "QueryLanguage": "JSONata", "Items": "{% $states.input.orders %}", "ItemProcessor": {
    ///   "StartAt": "Total", "States": {"Total": {"Type": "Pass", "Output": "{% $sum($states.input.prices) %}",
    ///    "End": true}}},
    ///   "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "QueryLanguage": "JSONata", "Items": "{% $states.input.orders %}", "ItemProcessor": {
    ///   "StartAt": "Total", "States": {"Total": {"Type": "Pass", "QueryLanguage": "JSONata",
    ///     "Output": "{% $sum($states.input.prices) %}", "End": true}}},
    ///   "End": true}
    /// ```
    ///
    /// Fix: gives the inner state a `QueryLanguage` of its own.
    ///
    /// Source: [Query languages](https://states-language.net/#query-language)
    pub INNER_STATE_LANGUAGE_SURPRISE = "inner-state-language-surprise" (Structure, Error, Both, fix: Sometimes),
    Check::Elsewhere
}
