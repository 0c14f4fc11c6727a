//! See [`EMPTY_VALUE`].

use crate::rule::Check;

declare_rule! {
    /// An object or array is empty where at least one entry is required.
    ///
    /// `States`, `Branches`, `Choices`, `And` and `Or` need something in them; AWS answers `Value cannot be empty`.
    /// Empty `Retry` and `Catch` lists are fine.
    ///
    /// ```json,fails
    /// {"Type": "Choice", "Choices": [], "Default": "Done"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Choice", "Choices": [{"Variable": "$.paid", "BooleanEquals": true, "Next": "Ship"}],
    ///    "Default": "Done"}
    /// ```
    ///
    /// Source: [Choice state](https://states-language.net/#choice-state)
    pub EMPTY_VALUE = "empty-value" (Structure, Error, Both, fix: Never), Check::Elsewhere
}
