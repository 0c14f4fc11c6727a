//! See [`RUNTIME_NOT_CATCHABLE`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::{Handler, State};
use crate::rule::{Check, Context};
use crate::semantics::error_name::RUNTIME;

declare_rule! {
    /// A handler names `States.Runtime`, which no handler gets.
    ///
    /// It stands for what the service itself could not process, such as a path into a null value. It always fails the
    /// execution: it is not retried, and a catcher that names it is not used either.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [{"ErrorEquals": ["States.TaskFailed", "States.Runtime"], "Next": "Failed"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "Failed"}]}
    /// ```
    ///
    /// Fix: removes the name where others are left.
    ///
    /// Source: [Error handling](https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html)
    pub RUNTIME_NOT_CATCHABLE = "runtime-not-catchable" (Errors, Warning, Both, fix: Sometimes), Check::Handlers(check)
}

fn check(ctx: &mut Context<'_>, state: &State, field: &'static str, handlers: &[Handler]) {
    let tree = ctx.tree;
    for handler in handlers {
        let Some(&error) = handler.errors.iter().find(|&&error| tree.known(error) == Some(RUNTIME)) else { continue };
        let Some(list) = tree.get(handler.node, "ErrorEquals") else { continue };
        let others = 1 < handler.errors.len() && tree.parent(error) == Some(list);
        let edits = if others { edit::remove_item(tree, list, error) } else { None };
        let message =
            format!("`States.Runtime` in `{field}[{}]` of state `{}` has no effect", handler.index, state.name);
        ctx.report(error, message).help("this error always fails the execution; guard against its cause instead").fix(
            "remove it",
            Applicability::Safe,
            edits,
        );
    }
}
