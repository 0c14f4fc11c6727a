//! See [`UNKNOWN_STATE_TYPE`].

use crate::rule::Check;

declare_rule! {
    /// The `Type` of a state is none of the eight there are.
    ///
    /// Task, Wait, Pass, Succeed, Fail, Choice, Parallel and Map: AWS refuses every other name, a wrong case included.
    /// A Lambda function, for instance, runs in a Task state. Nothing else is said of such a state.
    ///
    /// ```json,fails
    /// {"Type": "Lambda", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:greet", "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:greet", "End": true}
    /// ```
    ///
    /// Fix: writes the type that was most likely meant.
    ///
    /// Source: [State types](https://states-language.net/#state-types)
    pub UNKNOWN_STATE_TYPE = "unknown-state-type" (Structure, Error, Both, fix: Sometimes), Check::Elsewhere
}
