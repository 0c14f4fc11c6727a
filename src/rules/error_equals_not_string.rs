//! See [`ERROR_EQUALS_NOT_STRING`].

use crate::rule::Check;

declare_rule! {
    /// An entry of `ErrorEquals` is not text.
    ///
    /// Errors are known by their names, so AWS refuses numbers, booleans and lists. Lambda's status codes and HTTP's are
    /// names as well, such as `States.Http.StatusCode.404`.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": [404]}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["States.Http.StatusCode.404"]}]}
    /// ```
    ///
    /// Fix: puts a number or boolean in quotes.
    ///
    /// Source: [Errors](https://states-language.net/#errors)
    pub ERROR_EQUALS_NOT_STRING = "error-equals-not-string" (Errors, Error, Both, fix: Sometimes), Check::Elsewhere
}
