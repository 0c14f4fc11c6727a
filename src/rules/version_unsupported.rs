//! See [`VERSION_UNSUPPORTED`].

use crate::rule::Check;

declare_rule! {
    /// `Version` is not `"1.0"`, the only version there is.
    ///
    /// AWS answers `Value should be one of the following: [1.0]`. The field may as well be left out; JSONata needs no
    /// newer version.
    ///
    /// ```json,fails
    /// {"Version": "2.0", "StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"Version": "1.0", "StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// Fix: writes `1.0` where that was most likely meant.
    ///
    /// Source: [Top-level fields](https://states-language.net/#toplevelfields)
    pub VERSION_UNSUPPORTED = "version-unsupported" (Structure, Error, Both, fix: Sometimes), Check::Elsewhere
}
