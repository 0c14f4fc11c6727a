//! See [`TRANSITION_TARGET_NOT_FOUND`].

use crate::diagnostic::Applicability;
use crate::edit;
use crate::model::Machine;
use crate::rule::{Check, Context};
use crate::semantics::dangling::{Dangling, dangling, same_letters};

declare_rule! {
    /// A transition leads to a state that does not exist.
    ///
    /// `Next`, `Default`, the `Next` of a choice rule and that of a catcher must be the name of a state in the same
    /// scope, to the letter. AWS refuses the definition otherwise, and calls all of them a missing `Next` target.
    ///
    /// ```json,fails
    /// {"StartAt": "Pack", "States": {
    ///   "Pack": {"Type": "Pass", "Next": "ship order"},
    ///   "Ship order": {"Type": "Succeed"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Pack", "States": {
    ///   "Pack": {"Type": "Pass", "Next": "Ship order"},
    ///   "Ship order": {"Type": "Succeed"}}}
    /// ```
    ///
    /// Fix: writes the name of the state that comes nearest; safe when only case or blanks differ.
    ///
    /// Source: [Transitions](https://states-language.net/#transition)
    pub TRANSITION_TARGET_NOT_FOUND = "transition-target-not-found" (Graph, Error, Both, fix: Sometimes),
    Check::Machine(check)
}

fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let tree = ctx.tree;
    for dangling in dangling(tree, machine) {
        if dangling.from.is_none() || dangling.elsewhere.is_some() {
            continue;
        }
        report(ctx, machine, &dangling, "name a state beside this one, or add the state");
    }
}

/// Reports a name that no state has: the state that comes nearest, or else what to do.
pub(super) fn report(ctx: &mut Context<'_>, machine: &Machine, dangling: &Dangling<'_>, remedy: &str) {
    let tree = ctx.tree;
    let node = dangling.target.node;
    let message = match dangling.name {
        "" => format!("{} names no state", dangling.place(machine)),
        name => format!("{} is `{name}`, but there is no such state", dangling.place(machine)),
    };
    let meant = dangling.target.meant.and_then(|meant| machine.state(meant));
    let diagnostic = ctx.report(node, message);
    let Some(meant) = meant else {
        diagnostic.help(remedy);
        return;
    };
    let applicability =
        if same_letters(dangling.name, &meant.name.text) { Applicability::Safe } else { Applicability::Unsafe };
    diagnostic
        .help(format!("did you mean `{}`?", meant.name))
        .related(tree.span(meant.name.node), "the nearest name")
        .fix(format!("write `{}`", meant.name), applicability, edit::replace_string(tree, node, &meant.name.text));
}
