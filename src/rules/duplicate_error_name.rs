//! See [`DUPLICATE_ERROR_NAME`].

use rustc_hash::FxHashMap;

use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::{Handler, State};
use crate::rule::{Check, Context};
use crate::syntax::NodeId;

declare_rule! {
    /// An error is named twice in one `ErrorEquals`.
    ///
    /// The second name changes nothing; most often another error was meant.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["Lambda.ServiceException", "Lambda.ServiceException"], "MaxAttempts": 3}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["Lambda.ServiceException", "Lambda.SdkClientException"], "MaxAttempts": 3}]}
    /// ```
    ///
    /// Fix: removes the second name.
    ///
    /// Source: [Errors](https://states-language.net/#errors)
    pub DUPLICATE_ERROR_NAME = "duplicate-error-name" (Errors, Warning, Both, fix: Sometimes), Check::Handlers(check)
}

fn check(ctx: &mut Context<'_>, state: &State, field: &'static str, handlers: &[Handler]) {
    let tree = ctx.tree;
    for handler in handlers.iter().filter(|handler| 1 < handler.errors.len()) {
        let Some(list) = tree.get(handler.node, "ErrorEquals") else { continue };
        let mut seen: FxHashMap<&str, NodeId> = FxHashMap::default();
        for &error in &handler.errors {
            let Some(name) = tree.known(error) else { continue };
            let first = *seen.entry(name).or_insert(error);
            if first == error {
                continue;
            }
            let edits = if tree.parent(error) == Some(list) { edit::remove_item(tree, list, error) } else { None };
            let message = format!("`{name}` stands twice in `{field}[{}]` of state `{}`", handler.index, state.name);
            ctx.report(error, message).related(tree.span(first), "the first one").fix(
                "remove it",
                Applicability::Safe,
                edits,
            );
        }
    }
}
