//! See [`QUERY_LANGUAGE_MISPLACED`].

use crate::rule::Check;

declare_rule! {
    /// `QueryLanguage` stands in a branch or an item processor.
    ///
    /// Only the top of a definition and single states have it; in `Branches`, `ItemProcessor` and `Iterator` AWS
    /// answers `Field 'QueryLanguage' is not supported`.
    ///
    /// ```json,fails
    /// {"Type": "Map", "ItemProcessor": {"QueryLanguage": "JSONata", "StartAt": "Note", "States": {
    ///   "Note": {"Type": "Pass", "End": true}}}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "ItemProcessor": {"StartAt": "Note", "States": {
    ///   "Note": {"Type": "Pass", "QueryLanguage": "JSONata", "End": true}}}, "End": true}
    /// ```
    ///
    /// Fix: removes the field. Inner states that need JSONata then have to say so themselves.
    ///
    /// Source: [Query languages](https://states-language.net/#query-language)
    pub QUERY_LANGUAGE_MISPLACED = "query-language-misplaced" (Structure, Error, Both, fix: Always), Check::Elsewhere
}
