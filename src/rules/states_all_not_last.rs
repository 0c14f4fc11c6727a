//! See [`STATES_ALL_NOT_LAST`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::{Handler, State};
use crate::rule::{Check, Context};
use crate::semantics::error_name::catch_all;

declare_rule! {
    /// The handler of `States.ALL` is not the last one.
    ///
    /// Handlers are tried in the order they are written, so nothing behind `States.ALL` would ever be used. AWS answers
    /// that it must appear alone and at the end of the list, in `Retry` and in `Catch`.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [
    ///     {"ErrorEquals": ["States.ALL"], "Next": "Failed"},
    ///     {"ErrorEquals": ["CardDeclined"], "Next": "Declined"}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Catch": [
    ///     {"ErrorEquals": ["CardDeclined"], "Next": "Declined"},
    ///     {"ErrorEquals": ["States.ALL"], "Next": "Failed"}]}
    /// ```
    ///
    /// Fix: moves the handler behind the others.
    ///
    /// Source: [Fallback states](https://states-language.net/#fallback-states)
    pub STATES_ALL_NOT_LAST = "states-all-not-last" (Errors, Error, Both, fix: Sometimes), Check::Handlers(check)
}

fn check(ctx: &mut Context<'_>, state: &State, field: &'static str, handlers: &[Handler]) {
    let tree = ctx.tree;
    let Some(list) = tree.get(state.node, field).filter(|&list| tree.is_array(list)) else { return };
    let count = tree.items(list).len();
    // Of several, only one can be the last.
    let is_only = handlers.iter().filter(|handler| catch_all(tree, handler).is_some()).count() == 1;
    for handler in handlers {
        let Some(all) = catch_all(tree, handler) else { continue };
        if count <= handler.index as usize + 1 || 1 < handler.errors.len() {
            continue;
        }
        // An item behind an alias stands elsewhere.
        let can_move = is_only && tree.items(list).all(|item| tree.parent(item) == Some(list));
        let edits = if can_move { edit::move_item_last(tree, list, handler.node, ctx.source.text()) } else { None };
        let message =
            format!("`States.ALL` in `{field}[{}]` of state `{}` is not the last one", handler.index, state.name);
        ctx.report(all, message).help("handlers are tried in order; move it behind the others").fix(
            "move it behind the others",
            Applicability::Safe,
            edits,
        );
    }
}
