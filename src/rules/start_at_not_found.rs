//! See [`START_AT_NOT_FOUND`].

use crate::dangling::{dangling, same_letters};
use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::Machine;
use crate::rule::{Check, Context};

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
        let node = dangling.target.node;
        let message = format!("{} is `{}`, but there is no such state", dangling.place(machine), dangling.name);
        let meant = dangling.target.meant.and_then(|meant| machine.state(meant));
        let diagnostic = ctx.report(node, message);
        let Some(meant) = meant else {
            diagnostic.help("name one of the `States` beside it");
            continue;
        };
        let applicability =
            if same_letters(dangling.name, &meant.name.text) { Applicability::Safe } else { Applicability::Unsafe };
        diagnostic
            .help(format!("did you mean `{}`?", meant.name))
            .related(tree.span(meant.name.node), "the nearest name")
            .fix(format!("write `{}`", meant.name), applicability, edit::replace_string(tree, node, &meant.name.text));
    }
}
