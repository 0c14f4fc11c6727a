//! See [`PATH_FIELD_NULL`].

use crate::rule::Check;

declare_rule! {
    /// A field that takes a path is null.
    ///
    /// Only `InputPath`, `OutputPath` and `ResultPath` have a meaning for null. Leave other path fields out instead.
    ///
    /// ```json,fails
    /// {"Type": "Map", "ItemsPath": null, "End": true, "ItemProcessor": {
    ///   "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Map", "InputPath": null, "End": true, "ItemProcessor": {
    ///   "StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}}
    /// ```
    ///
    /// Fix: removes the field, unless the state cannot be without it.
    ///
    /// Source: [Paths](https://states-language.net/#path)
    pub PATH_FIELD_NULL = "path-field-null" (Path, Warning, JsonPath, fix: Sometimes), Check::Elsewhere
}
