//! See [`FAIL_ERROR_RESERVED`].

use crate::asl::StateType;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// A Fail state raises an error whose name begins with `States.`.
    ///
    /// These names belong to the language. A workflow that raises one of its own cannot be told from a failure of the
    /// service, neither by handlers around it nor in alarms.
    ///
    /// ```json,fails
    /// {"Type": "Fail", "Error": "States.OrderTooLarge", "Cause": "More than 500 lines"}
    /// ```
    ///
    /// ```json,passes
    /// {"Type": "Fail", "Error": "OrderTooLarge", "Cause": "More than 500 lines"}
    /// ```
    ///
    /// Source: [Errors](https://states-language.net/#errors)
    pub FAIL_ERROR_RESERVED = "fail-error-reserved" (Errors, Warning, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    if state.kind != Some(StateType::Fail) {
        return;
    }
    let Some(error) = ctx.field(state.node, "Error") else { return };
    if !ctx.tree.known(error).is_some_and(|name| name.starts_with("States.")) {
        return;
    }
    ctx.report(
        error,
        format!("the error of state `{}` begins with `States.`, which is reserved for the language", state.name),
    )
    .help("choose a name of your own");
}
