//! See [`NOT_AN_INTEGER`].

use crate::rule::Check;

declare_rule! {
    /// A number has a fraction where a whole number is required.
    ///
    /// AWS answers `Expected value of type Integer`. Times are whole seconds, counts are whole numbers.
    ///
    /// ```json,fails
    /// {"Type": "Wait", "Seconds": 1.5, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Wait", "Seconds": 2, "End": true}
    /// ```
    ///
    /// Source: [Wait state](https://states-language.net/#wait-state)
    pub NOT_AN_INTEGER = "not-an-integer" (Structure, Error, Both, fix: Never), Check::Elsewhere
}
