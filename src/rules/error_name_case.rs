//! See [`ERROR_NAME_CASE`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::{Handler, State};
use crate::rule::{Check, Context};
use crate::semantics::error_name::in_wrong_case;

declare_rule! {
    /// A well-known error is written in the wrong case.
    ///
    /// Error names are compared to the letter, so a handler of `states.all` catches nothing at all.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [{"ErrorEquals": ["States.All"], "Next": "Failed"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed"}]}
    /// ```
    ///
    /// Fix: corrects the case; safe for names of the language, which nothing else can mean.
    ///
    /// Source: [Error handling](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)
    pub ERROR_NAME_CASE = "error-name-case" (Errors, Warning, Both, fix: Sometimes), Check::Handlers(check)
}

fn check(ctx: &mut Context<'_>, state: &State, field: &'static str, handlers: &[Handler]) {
    let tree = ctx.tree;
    for handler in handlers {
        for &error in &handler.errors {
            let Some(name) = tree.known(error) else { continue };
            let Some(meant) = in_wrong_case(name) else { continue };
            let applicability = if meant.starts_with("States.") { Applicability::Safe } else { Applicability::Unsafe };
            let edits = edit::replace_string(tree, error, &meant);
            let message = format!(
                "`{name}` in `{field}[{}]` of state `{}` is not how the error is written",
                handler.index, state.name
            );
            ctx.report(error, message).help(format!("names are compared to the letter; it is `{meant}`")).fix(
                format!("write `{meant}`"),
                applicability,
                edits,
            );
        }
    }
}
