//! See [`ARGUMENTS_TYPE`].

use crate::rule::Check;

declare_rule! {
    /// `Arguments` is neither an object nor a JSONata expression.
    ///
    /// A Task or Parallel state is called with an object, or with what one `{% … %}` expression gives.
    ///
    /// ```json,fails
    /// {"Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:greet",
    ///   "Arguments": 3, "End": true}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "QueryLanguage": "JSONata", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:greet",
    ///   "Arguments": "{% $states.input.order %}", "End": true}
    /// ```
    ///
    /// Fix: puts text between `{%` and `%}`.
    ///
    /// Source: [Task state](https://states-language.net/#task-state)
    pub ARGUMENTS_TYPE = "arguments-type" (Structure, Error, Jsonata, fix: Sometimes), Check::Elsewhere
}
