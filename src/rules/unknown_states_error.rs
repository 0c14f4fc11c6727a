//! See [`UNKNOWN_STATES_ERROR`].

use crate::asl::{STATES_ERRORS, nearest};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::error_name::{in_wrong_case, is_reserved};
use crate::model::{Handler, State};
use crate::rule::{Check, Context};

declare_rule! {
    /// A handler names an error that begins with `States.` but does not exist.
    ///
    /// Names with this beginning belong to the language, and only the documented ones are ever raised; a state cannot
    /// raise one of its own. A handler with another name is never used.
    ///
    /// ```json,fails
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "TimeoutSeconds": 30, "Retry": [{"ErrorEquals": ["States.TimedOut"], "MaxAttempts": 3}]}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:charge", "End": true,
    ///   "TimeoutSeconds": 30, "Retry": [{"ErrorEquals": ["States.Timeout"], "MaxAttempts": 3}]}
    /// ```
    ///
    /// Fix: writes the name that comes nearest.
    ///
    /// Source: [Predefined error codes](https://states-language.net/#appendix-a)
    pub UNKNOWN_STATES_ERROR = "unknown-states-error" (Errors, Warning, Both, fix: Sometimes), Check::Handlers(check)
}

fn check(ctx: &mut Context<'_>, state: &State, field: &'static str, handlers: &[Handler]) {
    let tree = ctx.tree;
    for handler in handlers {
        for &error in &handler.errors {
            let Some(name) = tree.known(error) else { continue };
            if !name.starts_with("States.") || is_reserved(name) || in_wrong_case(name).is_some() {
                continue;
            }
            let message =
                format!("`{name}` in `{field}[{}]` of state `{}` is no error of the language", handler.index, state.name);
            let meant = nearest(name, STATES_ERRORS);
            let edits = meant.and_then(|meant| edit::replace_string(tree, error, meant));
            let diagnostic = ctx.report(error, message);
            match meant {
                Some(meant) => {
                    diagnostic
                        .help(format!("did you mean `{meant}`?"))
                        .fix(format!("write `{meant}`"), Applicability::Unsafe, edits);
                }
                None => {
                    diagnostic.help("only the documented `States.` errors are ever raised");
                }
            }
        }
    }
}
