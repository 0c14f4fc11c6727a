//! See [`STATE_NAME_TOO_LONG`].

use crate::asl::LONGEST_STATE_NAME as LONGEST;
use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// The name of a state has more than 80 characters.
    ///
    /// AWS refuses it with `INVALID_STATE_NAME`. Longer explanations go into `Comment`.
    ///
    /// ```json,fails
    /// {"StartAt": "Send the customer a friendly reminder that the second instalment is due at the end of the month",
    ///   "States": {"Send the customer a friendly reminder that the second instalment is due at the end of the month":
    ///     {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Remind of the second instalment", "States": {"Remind of the second instalment": {"Type": "Pass",
    ///   "Comment": "Sends the customer a friendly reminder that it is due at the end of the month.", "End": true}}}
    /// ```
    ///
    /// Source: [States](https://states-language.net/#states-fields)
    pub STATE_NAME_TOO_LONG = "state-name-too-long" (Structure, Error, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let Some(name) = ctx.tree.known(state.name.node) else { return };
    // No name of that many bytes has more characters.
    if name.len() <= LONGEST {
        return;
    }
    let length = name.chars().count();
    if LONGEST < length {
        let start: String = name.chars().take(20).collect();
        ctx.report(state.name.node, format!("the state name `{start}…` has {length} characters, 80 are allowed"))
            .help("shorten it, and say the rest in `Comment`");
    }
}
