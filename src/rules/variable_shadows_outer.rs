//! See [`VARIABLE_SHADOWS_OUTER`].

use rustc_hash::FxHashMap;

use crate::expression::Reference;
use crate::flow::variables::{Assignment, Variables};
use crate::model::{Machine, ScopeId, State, StateId};
use crate::rule::{Check, Context};
use crate::semantics::dangling::is_inside;

declare_rule! {
    /// A state inside a Map or Parallel state assigns a variable that exists around it.
    ///
    /// Inner states may read the variables around them, but not assign one of the same name: AWS refuses the definition with
    /// `DUPLICATE_VARIABLE_NAME`, for distributed Map states too. What counts is that a way which assigns the variable leads
    /// into the Map or Parallel state. Its own `Assign` takes effect behind it and does no harm, and branches side by side may
    /// use the same names.
    ///
    /// ```json,fails
    /// {"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
    ///   "Set": {"Type": "Pass", "Assign": {"total": 0}, "Next": "Each"},
    ///   "Each": {"Type": "Map", "Items": [1, 2], "Next": "Report", "ItemProcessor": {"StartAt": "Add", "States": {
    ///     "Add": {"Type": "Pass", "Assign": {"total": "{% $states.input + 1 %}"}, "Next": "Added"},
    ///     "Added": {"Type": "Pass", "Output": "{% $total %}", "End": true}}}},
    ///   "Report": {"Type": "Pass", "Output": "{% $total %}", "End": true}}}
    /// ```
    ///
    /// ```json,passes
    /// {"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
    ///   "Set": {"Type": "Pass", "Assign": {"total": 0}, "Next": "Each"},
    ///   "Each": {"Type": "Map", "Items": [1, 2], "Next": "Report", "ItemProcessor": {"StartAt": "Add", "States": {
    ///     "Add": {"Type": "Pass", "Assign": {"sum": "{% $states.input + $total %}"}, "Next": "Added"},
    ///     "Added": {"Type": "Pass", "Output": "{% $sum %}", "End": true}}}},
    ///   "Report": {"Type": "Pass", "Output": "{% $total %}", "End": true}}}
    /// ```
    ///
    /// Source: [Scope of variables](https://states-language.net/#variable-scope)
    pub VARIABLE_SHADOWS_OUTER = "variable-shadows-outer" (Variables, Error, Both, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, _: &[Reference]) {
    let (tree, machine, variables) = (ctx.tree, ctx.machine, ctx.variables);
    let mut outer: FxHashMap<(ScopeId, usize), Option<StateId>> = FxHashMap::default();
    let mut assigned: FxHashMap<usize, Vec<&Assignment>> = FxHashMap::default();
    for assignment in &variables.assignments {
        assigned.entry(assignment.variable).or_default().push(assignment);
    }
    for assignment in &variables.assignments {
        let Some(state) = machine.state(assignment.state) else { continue };
        let around = *outer
            .entry((state.scope, assignment.variable))
            .or_insert_with(|| container(machine, variables, state.scope, assignment.variable));
        let Some(around) = around.and_then(|around| machine.state(around)) else { continue };
        let name = variables.name(assignment.variable);
        let message = format!(
            "state `{}` assigns `{name}`, which is already a variable around state `{}`",
            state.name, around.name
        );
        let known = assigned.get(&assignment.variable).into_iter().flatten();
        let first = known.into_iter().find(|other| {
            machine
                .state(other.state)
                .is_some_and(|other| other.scope != state.scope && may_see(machine, other.scope, around))
        });
        let diagnostic = ctx.report(assignment.key, message);
        diagnostic.help("give the inner variable a name of its own");
        if let Some(first) = first {
            diagnostic.related(tree.span(first.key), "the variable around it");
        }
    }
}

/// The nearest state around a scope that can be entered with a value for the variable.
fn container(machine: &Machine, variables: &Variables, scope: ScopeId, variable: usize) -> Option<StateId> {
    let mut at = machine.scope(scope);
    while let Some(owner) = at.and_then(|scope| scope.owner).and_then(|owner| machine.state(owner)) {
        if variables.may_have(owner.id, variable) {
            return Some(owner.id);
        }
        at = machine.scope(owner.scope);
    }
    None
}

/// Whether a scope is that of a state, or one around it.
fn may_see(machine: &Machine, scope: ScopeId, state: &State) -> bool {
    scope == state.scope || is_inside(machine, state.scope, scope)
}
