//! See [`UNKNOWN_FIELD`].

use crate::rule::Check;

declare_rule! {
    /// A field has a name that the language does not know in this place.
    ///
    /// AWS refuses it: `Field '…' is not supported`. It is nearly always a slip of the keyboard, a wrong case, or a
    /// note that belongs into `Comment`, which is accepted everywhere. Inside payloads (`Parameters`, `Arguments`,
    /// `Result` and the like) any name goes.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "InputPth": "$.order", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Pass", "InputPath": "$.order", "End": true}
    /// ```
    ///
    /// Fix: renames the field to the one that was most likely meant.
    ///
    /// Source: [State types](https://states-language.net/#state-types)
    pub UNKNOWN_FIELD = "unknown-field" (Structure, Error, Both, fix: Sometimes), Check::Elsewhere
}
