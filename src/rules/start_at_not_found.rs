//! See [`START_AT_NOT_FOUND`].

use super::transition_target_not_found::report;
use crate::model::Machine;
use crate::rule::{Check, Context};
use crate::semantics::dangling::dangling;

declare_rule! {
    /// `StartAt` names a state that does not exist.
    ///
    /// An execution has to begin somewhere: AWS refuses a machine, a branch or an item processor whose `StartAt` is not
    /// one of its own states. Names are compared to the letter, case and blanks included.
    ///
    /// ```json,fails
    /// {"StartAt": "ChargeCard", "States": {"Charge card": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Charge card", "States": {"Charge card": {"Type": "Pass", "End": true}}}
    /// ```
    ///
    /// Fix: writes the name of the state that comes nearest; safe when only case or blanks differ.
    ///
    /// Source: [Top-level fields](https://states-language.net/#toplevelfields)
    pub START_AT_NOT_FOUND = "start-at-not-found" (Graph, Error, Both, fix: Sometimes), Check::Machine(check)
}

fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let tree = ctx.tree;
    for dangling in dangling(tree, machine) {
        if dangling.from.is_some() || dangling.elsewhere.is_some() {
            continue;
        }
        report(ctx, machine, &dangling, "name one of the `States` beside it");
    }
}
