//! See [`RETRY_BACKOFF_RANGE`].

use crate::rule::Check;

declare_rule! {
    /// A retrier's `BackoffRate` is below 1.
    ///
    /// Each wait is the one before times `BackoffRate`. A factor below 1 would make them shorter and shorter; AWS refuses it.
    /// For equal waits write 1.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "BackoffRate": 0.5}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "BackoffRate": 1.5}]}
    /// ```
    ///
    /// Fix: writes the nearest value allowed.
    ///
    /// Source: [Retrying after error](https://states-language.net/#retrying-after-error)
    pub RETRY_BACKOFF_RANGE = "retry-backoff-range" (Errors, Error, Both, fix: Sometimes), Check::Elsewhere
}
