//! See [`NESTED_ROOT_FIELD`].

use crate::rule::Check;

declare_rule! {
    /// A branch or an item processor has `Version` or `TimeoutSeconds`.
    ///
    /// These belong to the top of the definition. AWS refuses every field that a branch or processor does not have; the
    /// time of an inner workflow is limited by its own Task states.
    ///
    /// ```json,fails
    /// {"Type": "Parallel", "Branches": [
    ///   {"TimeoutSeconds": 60, "StartAt": "Note", "States": {"Note": {"Type": "Pass", "End": true}}}], "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Parallel", "Branches": [
    ///   {"Comment": "one note", "StartAt": "Note", "States": {"Note": {"Type": "Pass", "End": true}}}], "End": true}
    /// ```
    ///
    /// Fix: removes the field.
    ///
    /// Source: [Parallel state](https://states-language.net/#parallel-state)
    pub NESTED_ROOT_FIELD = "nested-root-field" (Structure, Error, Both, fix: Always), Check::Elsewhere
}
