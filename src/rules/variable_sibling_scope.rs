//! See [`VARIABLE_SIBLING_SCOPE`].

use crate::expression::Reference;
use crate::model::{Machine, ScopeId, State, StateId};
use crate::rule::{Check, Context};
use crate::semantics::variable_use::{Trouble, Uses};

declare_rule! {
    /// A variable is read where it does not exist: it belongs to another branch, or to the inside of a Map or Parallel state.
    ///
    /// Each branch and each item processor has variables of its own. Other branches do not see them, and they are gone when
    /// the branch or the item is done. The read finds nothing, and mostly fails. What is needed outside has to be handed out
    /// as output.
    ///
    /// ```json,fails
    /// {"QueryLanguage": "JSONata", "StartAt": "Both", "States": {
    ///   "Both": {"Type": "Parallel", "Next": "Report", "Branches": [
    ///     {"StartAt": "Price", "States": {"Price": {"Type": "Pass", "Assign": {"price": 10}, "Next": "Priced"},
    ///       "Priced": {"Type": "Pass", "Output": "{% $price %}", "End": true}}}]},
    ///   "Report": {"Type": "Pass", "Output": "{% $price %}", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"QueryLanguage": "JSONata", "StartAt": "Both", "States": {
    ///   "Both": {"Type": "Parallel", "Assign": {"price": "{% $states.result[0] %}"}, "Next": "Report", "Branches": [
    ///     {"StartAt": "Price", "States": {"Price": {"Type": "Pass", "Output": 10, "End": true}}}]},
    ///   "Report": {"Type": "Pass", "Output": "{% $price %}", "End": true}}}
    /// ```
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub VARIABLE_SIBLING_SCOPE = "variable-sibling-scope" (Variables, Warning, Both, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, references: &[Reference]) {
    let (tree, machine) = (ctx.tree, ctx.machine);
    let uses = Uses::new(tree, machine, ctx.graphs, ctx.variables);
    for reference in references {
        let Some((state, Trouble::OtherScope(assignment))) = uses.trouble(reference) else { continue };
        let Some((container, is_within)) = container(machine, state, assignment.state) else { continue };
        let (name, reader, container) = (&reference.name, &state.name, &container.name);
        let (message, help) = if is_within {
            let message =
                format!("state `{reader}` reads `${name}`, a variable of another branch of state `{container}`");
            (message, "branches do not see the variables of each other")
        } else {
            let message = format!("state `{reader}` reads `${name}`, which exists only inside state `{container}`");
            (message, "hand it out by the output of the inner states, and assign it again outside")
        };
        ctx.report(reference.node, message)
            .span(reference.span(tree))
            .discriminator(&**name)
            .related(tree.span(assignment.key), "assigned here")
            .help(help);
    }
}

/// The nearest state around the one that assigns whose scope is also around the one that reads; whether that is inside
/// of it too.
fn container<'a>(machine: &'a Machine, reader: &State, assigns: StateId) -> Option<(&'a State, bool)> {
    let owner = |scope: ScopeId| machine.scope(scope).and_then(|scope| scope.owner).and_then(|id| machine.state(id));
    let mut around = vec![reader.scope];
    let mut owners = Vec::new();
    while let Some(outer) = around.last().and_then(|&scope| owner(scope)) {
        owners.push(outer.id);
        around.push(outer.scope);
    }
    let mut at = owner(machine.state(assigns)?.scope)?;
    while !around.contains(&at.scope) {
        at = owner(at.scope)?;
    }
    Some((at, owners.contains(&at.id)))
}
