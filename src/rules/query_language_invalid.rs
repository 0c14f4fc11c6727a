//! See [`QUERY_LANGUAGE_INVALID`].

use crate::rule::Check;

declare_rule! {
    /// `QueryLanguage` names no query language.
    ///
    /// There are two, `JSONPath` and `JSONata`, and case matters. AWS refuses anything else.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "jsonata", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "End": true}
    /// ```
    ///
    /// Fix: writes the name as it was most likely meant.
    ///
    /// Source: [Query languages](https://states-language.net/#query-language)
    pub QUERY_LANGUAGE_INVALID = "query-language-invalid" (Structure, Error, Both, fix: Sometimes), Check::Elsewhere
}
