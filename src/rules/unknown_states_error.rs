//! See [`UNKNOWN_STATES_ERROR`].

use rustc_hash::FxHashSet;

use crate::asl::{STATES_ERRORS, StateType, nearest};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::Machine;
use crate::rule::{Check, Context};
use crate::semantics::error_name::{in_wrong_case, is_reserved};

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
    pub UNKNOWN_STATES_ERROR = "unknown-states-error" (Errors, Warning, Both, fix: Sometimes), Check::Machine(check)
}

fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let tree = ctx.tree;
    let mut unknown = Vec::new();
    for state in &machine.states {
        for (field, handlers) in [("Retry", &state.retriers), ("Catch", &state.catchers)] {
            for (handler, &error) in
                handlers.iter().flat_map(|handler| handler.errors.iter().map(move |error| (handler, error)))
            {
                let name = tree.known(error).filter(|name| name.starts_with("States."));
                let Some(name) = name.filter(|name| !is_reserved(name) && in_wrong_case(name).is_none()) else {
                    continue;
                };
                unknown.push((state, field, handler, error, name));
            }
        }
    }
    if unknown.is_empty() {
        return;
    }
    // What a Fail state of a branch raises reaches the handlers around it; that its name is reserved is a rule of its own.
    let raised: FxHashSet<&str> = machine
        .states
        .iter()
        .filter(|state| state.kind == Some(StateType::Fail))
        .filter_map(|state| tree.get(state.node, "Error").and_then(|error| tree.known(error)))
        .collect();
    for (state, field, handler, error, name) in unknown {
        if raised.contains(name) {
            continue;
        }
        let message = format!(
            "`{name}` in `{field}[{}]` of state `{}` is not an error of the language",
            handler.index, state.name
        );
        let meant = nearest(name, STATES_ERRORS);
        let edits = meant.and_then(|meant| edit::replace_string(tree, error, meant));
        let diagnostic = ctx.report(error, message);
        match meant {
            Some(meant) => {
                diagnostic.help(format!("did you mean `{meant}`?")).fix(
                    format!("write `{meant}`"),
                    Applicability::Unsafe,
                    edits,
                );
            }
            None => {
                diagnostic.help("only the documented `States.` errors are ever raised");
            }
        }
    }
}
