//! See [`STATE_NAME_INVALID`].

use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// The name of a state is empty or has a control character in it.
    ///
    /// AWS refuses such names with `INVALID_STATE_NAME`. Control characters get in when a name is pasted from
    /// elsewhere.
    ///
    /// ```json,fails
    /// {"StartAt": "Say\thello", "States": {"Say\thello": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Say hello", "States": {"Say hello": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// Source: [Service quotas](https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)
    pub STATE_NAME_INVALID = "state-name-invalid" (Structure, Error, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let Some(name) = ctx.tree.known(state.name.node) else { return };
    if name.is_empty() {
        ctx.report(state.name.node, "a state has an empty name").help("give it a name");
        return;
    }
    let Some(control) = name.chars().find(|character| character.is_control()) else { return };
    let message =
        format!("state `{}` has the control character U+{:04X} in its name", name.escape_debug(), control as u32);
    ctx.report(state.name.node, message).help("take it out, here and where the name is referred to");
}
