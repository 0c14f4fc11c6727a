//! See [`RETRY_INTERVAL_RANGE`].

use crate::rule::Check;

declare_rule! {
    /// The first wait of a retrier is outside the range that the language allows.
    ///
    /// `IntervalSeconds` is meant to be a whole number of seconds from 1 to 99,999,999. AWS has been seen to accept 0,
    /// which the language does not define: every further wait is a multiple of nothing.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "IntervalSeconds": 0}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "IntervalSeconds": 2}]}
    /// ```
    ///
    /// Fix: writes the nearest value allowed.
    ///
    /// Source: [Retrying after error](https://states-language.net/#retrying-after-error)
    pub RETRY_INTERVAL_RANGE = "retry-interval-range" (Errors, Warning, Both, fix: Sometimes), Check::Elsewhere
}
