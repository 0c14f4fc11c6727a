//! See [`STATES_ALL_NOT_ALONE`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::{Handler, State};
use crate::rule::{Check, Context};
use crate::semantics::error_name::{RUNTIME, catch_all, known_names};

declare_rule! {
    /// `States.ALL` stands in one `ErrorEquals` with other names.
    ///
    /// It matches whatever error there is, so other names beside it would mean nothing. AWS answers that `States.ALL`
    /// must appear alone and at the end of the list, in `Retry` and in `Catch`.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline", "States.ALL"], "MaxAttempts": 2}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "Retry": [{"ErrorEquals": ["BankOffline"], "MaxAttempts": 5}, {"ErrorEquals": ["States.ALL"]}]}
    /// ```
    ///
    /// Fix: leaves `States.ALL` alone, where it matches the other names as well.
    ///
    /// Source: [Retrying after error](https://states-language.net/#retrying-after-error)
    pub STATES_ALL_NOT_ALONE = "states-all-not-alone" (Errors, Error, Both, fix: Sometimes), Check::Handlers(check)
}

fn check(ctx: &mut Context<'_>, state: &State, field: &'static str, handlers: &[Handler]) {
    let tree = ctx.tree;
    for handler in handlers {
        let Some(all) = catch_all(tree, handler) else { continue };
        let Some(list) = tree.get(handler.node, "ErrorEquals") else { continue };
        let another = handler.errors.iter().any(|&error| error != all && tree.known(error) != Some("States.ALL"));
        if !another {
            continue;
        }
        let plain = tree.is_bracketed(list) && !tree.has_comment(tree.span(list));
        // What the documentation says `States.ALL` does not match is not covered by it.
        let covered = known_names(tree, handler)
            .is_some_and(|names| names.iter().all(|(_, name)| !matches!(*name, RUNTIME | "States.DataLimitExceeded")));
        let edits = if plain && covered { edit::replace(tree, list, "[\"States.ALL\"]") } else { None };
        let message =
            format!("`States.ALL` has to stand alone in `{field}[{}]` of state `{}`", handler.index, state.name);
        ctx.report(all, message)
            .help("it matches the other names as well; handle them in an entry of their own before it, or drop them")
            .fix("drop the other names", Applicability::Safe, edits);
    }
}
