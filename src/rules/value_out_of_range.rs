//! See [`VALUE_OUT_OF_RANGE`].

use crate::rule::Check;

declare_rule! {
    /// A number is below or above what the field allows.
    ///
    /// AWS answers `Minimum value is …` or `Maximum value is …` at creation. Times in seconds go up to 99,999,999, a
    /// little more than three years; a Task may not time out after 0 seconds.
    ///
    /// ```json,fails
    /// {"Type": "Wait", "Seconds": 100000000, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Wait", "Seconds": 99999999, "End": true}
    /// ```
    ///
    /// Fix: writes the nearest number that is allowed.
    ///
    /// Source: [Wait state](https://states-language.net/#wait-state)
    pub VALUE_OUT_OF_RANGE = "value-out-of-range" (Structure, Error, Both, fix: Sometimes), Check::Elsewhere
}
