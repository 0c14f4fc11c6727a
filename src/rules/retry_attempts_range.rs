//! See [`RETRY_ATTEMPTS_RANGE`].

use crate::rule::Check;

declare_rule! {
    /// A retrier's `MaxAttempts` is negative or too large.
    ///
    /// It counts the retries, from 0 (do not retry these errors) to 99,999,999. AWS refuses other values.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "MaxAttempts": -1}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "MaxAttempts": 0}]}
    /// ```
    ///
    /// Fix: writes the nearest value allowed.
    ///
    /// Source: [Retrying after error](https://states-language.net/#retrying-after-error)
    pub RETRY_ATTEMPTS_RANGE = "retry-attempts-range" (Errors, Error, Both, fix: Sometimes), Check::Elsewhere
}
