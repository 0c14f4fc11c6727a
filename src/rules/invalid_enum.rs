//! See [`INVALID_ENUM`].

use crate::rule::Check;

declare_rule! {
    /// A field has a value outside the closed list it takes.
    ///
    /// AWS answers `Value should be one of the following: […]`. The case of the letters counts.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "greet"},
    ///   "Retry": [{"ErrorEquals": ["Lambda.TooManyRequestsException"], "JitterStrategy": "HALF"}], "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "greet"},
    ///   "Retry": [{"ErrorEquals": ["Lambda.TooManyRequestsException"], "JitterStrategy": "FULL"}], "End": true}
    /// ```
    ///
    /// Fix: writes the value that was most likely meant.
    ///
    /// Source: [Retrying after error](https://states-language.net/#retrying-after-error)
    pub INVALID_ENUM = "invalid-enum" (Structure, Error, Both, fix: Sometimes), Check::Elsewhere
}
