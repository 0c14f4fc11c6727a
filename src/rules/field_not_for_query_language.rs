//! See [`FIELD_NOT_FOR_QUERY_LANGUAGE`].

use crate::rule::Check;

declare_rule! {
    /// A field belongs to the query language that the state does not use.
    ///
    /// JSONPath states work with `InputPath`, `Parameters`, `ResultSelector`, `ResultPath` and `OutputPath`, JSONata
    /// states with `Arguments` and `Output`. AWS refuses a field of the other language. A state that names no
    /// `QueryLanguage` takes the machine's, which is JSONPath unless the top of the definition says otherwise.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "Output": {"greeting": "hello"}, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"greeting": "hello"}, "End": true}
    /// ```
    ///
    /// Source: [Query languages](https://states-language.net/#query-language)
    pub FIELD_NOT_FOR_QUERY_LANGUAGE = "field-not-for-query-language" (Structure, Error, Both, fix: Never),
    Check::Elsewhere
}
