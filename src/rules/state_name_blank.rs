//! See [`STATE_NAME_BLANK`].

use crate::model::State;
use crate::rule::{Check, Context};

declare_rule! {
    /// The name of a state starts or ends with a blank.
    ///
    /// AWS takes it as a part of the name, so that `Next` has to repeat it; nobody sees it in the console.
    ///
    /// ```json,fails
    /// {"StartAt": "Greet ", "States": {"Greet ": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Greet", "States": {"Greet": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// Source: [States](https://states-language.net/#states-fields)
    pub STATE_NAME_BLANK = "state-name-blank" (Structure, Warning, Both, fix: Never), Check::State(check)
}

fn check(ctx: &mut Context<'_>, state: &State) {
    let Some(name) = ctx.tree.known(state.name.node) else { return };
    let trimmed = name.trim_matches(' ');
    if trimmed.len() == name.len() {
        return;
    }
    let end = if name.starts_with(' ') { "starts" } else { "ends" };
    let diagnostic = ctx.report(state.name.node, format!("the name of state `{name}` {end} with a blank"));
    if !trimmed.is_empty() {
        diagnostic.help(format!("call it `{trimmed}`, here and where the name is referred to"));
    }
}
