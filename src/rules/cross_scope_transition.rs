//! See [`CROSS_SCOPE_TRANSITION`].

use crate::model::Machine;
use crate::rule::{Check, Context};
use crate::semantics::dangling::{dangling, is_inside};

declare_rule! {
    /// A transition leads into or out of a branch or an item processor.
    ///
    /// The states of a branch, of an item processor and of the machine around them are worlds of their own: a
    /// transition only sees the states beside it. AWS refuses a target in another scope as if it did not exist.
    ///
    /// ```json,fails
    /// {"StartAt": "Notify all", "States": {
    ///   "Notify all": {"Type": "Parallel", "Next": "Done", "Branches": [
    ///     {"StartAt": "Mail", "States": {"Mail": {"Type": "Pass", "Next": "Done"}}}]},
    ///   "Done": {"Type": "Succeed"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"StartAt": "Notify all", "States": {
    ///   "Notify all": {"Type": "Parallel", "Next": "Done", "Branches": [
    ///     {"StartAt": "Mail", "States": {"Mail": {"Type": "Pass", "End": true}}}]},
    ///   "Done": {"Type": "Succeed"}}}
    /// ```
    ///
    /// Source: [Parallel state](https://states-language.net/#parallel-state)
    pub CROSS_SCOPE_TRANSITION = "cross-scope-transition" (Graph, Error, Both, fix: Never), Check::Machine(check)
}

fn check(ctx: &mut Context<'_>, machine: &Machine) {
    let tree = ctx.tree;
    for dangling in dangling(tree, machine) {
        let Some(elsewhere) = dangling.elsewhere else { continue };
        let place = dangling.place(machine);
        let help = if is_inside(machine, dangling.scope.id, elsewhere.scope) {
            let owner = dangling.scope.owner.and_then(|owner| machine.state(owner));
            owner.map(|owner| format!("end here with `\"End\": true`; state `{}` goes on from there", owner.name))
        } else {
            let owner = machine.scope(elsewhere.scope).and_then(|scope| scope.owner);
            let owner = owner.and_then(|owner| machine.state(owner));
            owner.map(|owner| format!("it runs as a part of state `{}`, from its `StartAt` on", owner.name))
        };
        let name = dangling.name;
        let diagnostic =
            ctx.report(dangling.target.node, format!("{place} is `{name}`, which is a state of another scope"));
        diagnostic.related(tree.span(elsewhere.name.node), "the state stands here");
        diagnostic.help = help;
    }
}
