//! See [`PROCESSOR_CONFIG_MISPLACED`].

use crate::rule::Check;

declare_rule! {
    /// `ProcessorConfig` stands in a branch or at the top of the definition.
    ///
    /// It chooses how a Map state runs its items and belongs into the Map state's `ItemProcessor`. AWS refuses fields
    /// that it does not know in a place.
    ///
    /// ```json,fails
    /// {"Type": "Parallel", "Branches": [{"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "Note", "States": {
    ///   "Note": {"Type": "Pass", "End": true}}}], "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "Note", "States": {
    ///   "Note": {"Type": "Pass", "End": true}}}, "End": true}
    /// ```
    ///
    /// Fix: removes the field.
    ///
    /// Source: [Map state](https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html)
    pub PROCESSOR_CONFIG_MISPLACED = "processor-config-misplaced" (Structure, Error, Both, fix: Always),
    Check::Elsewhere
}
