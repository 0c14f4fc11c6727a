//! See [`JSON_COMMENT`].

use crate::rule::Check;

declare_rule! {
    /// A comment stands in a JSON definition.
    ///
    /// JSON has no comments, and AWS refuses a definition with one as unreadable. Files named `.asl.jsonc` or
    /// `.asl.json5` may have comments: whoever deploys these strips them. What is worth saying in the definition itself
    /// goes into `Comment`, which AWS accepts in every object of the language.
    ///
    /// JSON only: YAML has comments of its own.
    ///
    /// ```json,fails
    /// {"StartAt": "Greet", "States": {
    ///   // says hello
    ///   "Greet": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {
    ///   "Greet": {"Type": "Pass", "Comment": "says hello", "End": true}}}
    /// ```
    ///
    /// Fix: removes the comment.
    ///
    /// Source: [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)
    pub JSON_COMMENT = "json-comment" (Syntax, Error, Both, fix: Sometimes), Check::Elsewhere
}
