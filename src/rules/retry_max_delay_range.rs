//! See [`RETRY_MAX_DELAY_RANGE`].

use crate::rule::Check;

declare_rule! {
    /// A retrier's `MaxDelaySeconds` is outside the range allowed.
    ///
    /// It caps the growing waits and has to lie between 1 and 31,622,400 seconds (a year). AWS refuses other values.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "MaxDelaySeconds": 0}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "MaxDelaySeconds": 300}]}
    /// ```
    ///
    /// Fix: writes the nearest value allowed.
    ///
    /// Source: [Retrying after error](https://states-language.net/#retrying-after-error)
    pub RETRY_MAX_DELAY_RANGE = "retry-max-delay-range" (Errors, Error, Both, fix: Sometimes), Check::Elsewhere
}
