//! See [`ERROR_EQUALS_EMPTY`].

use crate::rule::Check;

declare_rule! {
    /// A handler's `ErrorEquals` is empty.
    ///
    /// A retrier or catcher has to name at least one error, or it could never be used. AWS refuses an empty list.
    /// `States.ALL` stands for nearly every error.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": []}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["States.ALL"]}]}
    /// ```
    ///
    /// Source: [Errors](https://states-language.net/#errors)
    pub ERROR_EQUALS_EMPTY = "error-equals-empty" (Errors, Error, Both, fix: Never), Check::Elsewhere
}
