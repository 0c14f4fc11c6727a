//! See [`UNREACHABLE_CATCHER`].

use crate::model::{Handler, State};
use crate::rule::{Check, Context};
use crate::semantics::handler_order::unused;

declare_rule! {
    /// A catcher is never used, because earlier ones take all its errors.
    ///
    /// The first catcher that names the error decides where the execution goes on; those behind it are not asked.
    /// `States.TaskFailed` takes every error of the task itself.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [
    ///     {"ErrorEquals": ["States.TaskFailed"], "Next": "Failed"},
    ///     {"ErrorEquals": ["BankOffline"], "Next": "Later"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [
    ///     {"ErrorEquals": ["BankOffline"], "Next": "Later"},
    ///     {"ErrorEquals": ["States.TaskFailed"], "Next": "Failed"}]}
    /// ```
    ///
    /// Source: [Error handling](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)
    pub UNREACHABLE_CATCHER = "unreachable-catcher" (Errors, Warning, Both, fix: Never), Check::Handlers(check)
}

fn check(ctx: &mut Context<'_>, state: &State, field: &'static str, handlers: &[Handler]) {
    if field != "Catch" {
        return;
    }
    let tree = ctx.tree;
    for unused in unused(tree, state, handlers) {
        let Some(names) = tree.get(unused.handler.node, "ErrorEquals") else { continue };
        let message =
            format!("earlier catchers of state `{}` take all errors of `Catch[{}]`", state.name, unused.handler.index);
        ctx.report(names, message)
            .related(tree.span(unused.taken), "taken here")
            .help("put the narrower catcher first, or remove it");
    }
}
