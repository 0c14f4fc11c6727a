//! See [`MAYBE_UNDEFINED_VARIABLE`].

use crate::expression::Reference;
use crate::model::{Role, State};
use crate::rule::{Check, Context};
use crate::semantics::variable_use::{Origin, Origins, Trouble, Uses};
use rustc_hash::FxHashSet;

declare_rule! {
    /// A variable is read in a state that can be reached without a value for it.
    ///
    /// On some ways to the state the variable is assigned, on others it is not. The finding names the nearest state by which
    /// it is reached without: where that way is taken, the read finds nothing. Nothing is said where the expression asks
    /// `$exists($name)`, or where a Choice state has asked before.
    ///
    /// ```json,fails
    /// {"QueryLanguage": "JSONata", "StartAt": "Is known", "States": {
    ///   "Is known": {"Type": "Choice", "Default": "Report",
    ///     "Choices": [{"Condition": "{% $states.input.known %}", "Assign": {"name": "{% $states.input.name %}"}, "Next": "Report"}]},
    ///   "Report": {"Type": "Pass", "Output": "{% $name %}", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"QueryLanguage": "JSONata", "StartAt": "Is known", "States": {
    ///   "Is known": {"Type": "Choice", "Assign": {"name": "nobody"}, "Default": "Report",
    ///     "Choices": [{"Condition": "{% $states.input.known %}", "Assign": {"name": "{% $states.input.name %}"}, "Next": "Report"}]},
    ///   "Report": {"Type": "Pass", "Output": "{% $name %}", "End": true}}}
    /// ```
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub MAYBE_UNDEFINED_VARIABLE = "maybe-undefined-variable" (Variables, Info, Both, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, references: &[Reference]) {
    let (tree, machine) = (ctx.tree, ctx.machine);
    let uses = Uses::new(tree, machine, ctx.graphs, ctx.variables);
    let mut origins = Origins::new(machine, ctx.variables);
    let mut seen = FxHashSet::default();
    for reference in references {
        let Some((state, Trouble::Maybe(assignment))) = uses.trouble(reference) else { continue };
        // The first use in a state fails; the others say no more.
        if !seen.insert((state.id, assignment.variable)) {
            continue;
        }
        let name = &reference.name;
        let way = match origins.of(state, assignment.variable) {
            Some(Origin::Start) => "for the first time".to_owned(),
            Some(Origin::Way(from, role)) => match machine.state(from) {
                Some(from) => format!("through {}", way(from, role)),
                None => continue,
            },
            None => "on some ways".to_owned(),
        };
        let message = format!("`${name}` has no value when `{}` is reached {way}", state.name);
        ctx.report(reference.node, message)
            .span(reference.span(tree))
            .discriminator(&**name)
            .related(tree.span(assignment.key), "assigned here")
            .help("assign it on that way too, or ask first whether it is there");
    }
}

fn way(from: &State, role: Role) -> String {
    let name = &from.name;
    match role {
        // Other ways out of the same state may have a value.
        Role::Next if 1 < from.transitions.len() => format!("`Next` of `{name}`"),
        Role::Next => format!("`{name}`"),
        Role::Default => format!("`Default` of `{name}`"),
        Role::Choice(index) => format!("`Choices[{index}]` of `{name}`"),
        Role::Catch(index) => format!("`Catch[{index}]` of `{name}`"),
    }
}
