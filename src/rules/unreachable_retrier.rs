//! See [`UNREACHABLE_RETRIER`].

use crate::model::{Handler, State};
use crate::rule::{Check, Context};
use crate::semantics::handler_order::unused;

declare_rule! {
    /// A retrier is never used, because earlier ones take all its errors.
    ///
    /// The first retrier that names the error decides, and its attempts are all there are: when they are used up, no
    /// later retrier takes over. `States.TaskFailed` takes every error of the task itself.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [
    ///     {"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 1},
    ///     {"ErrorEquals": ["BankOffline"], "MaxAttempts": 6}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [
    ///     {"ErrorEquals": ["BankOffline"], "MaxAttempts": 6},
    ///     {"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 1}]}
    /// ```
    ///
    /// Source: [Error handling](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)
    pub UNREACHABLE_RETRIER = "unreachable-retrier" (Errors, Warning, Both, fix: Never), Check::Handlers(check)
}

fn check(ctx: &mut Context<'_>, state: &State, field: &'static str, handlers: &[Handler]) {
    if field != "Retry" {
        return;
    }
    let tree = ctx.tree;
    for unused in unused(tree, state, handlers) {
        let Some(names) = tree.get(unused.handler.node, "ErrorEquals") else { continue };
        let message =
            format!("earlier retriers of state `{}` take all errors of `Retry[{}]`", state.name, unused.handler.index);
        ctx.report(names, message)
            .related(tree.span(unused.taken), "taken here")
            .help("put the narrower retrier first, or remove it");
    }
}
