//! See [`VARIABLE_NAMED_LIKE_BUILTIN`].

use crate::expr::jsonata::functions;
use crate::expression::Reference;
use crate::flow::variables::Known;
use crate::rule::{Check, Context};
use rustc_hash::FxHashSet;

declare_rule! {
    /// A built-in function is called that a variable of the same name hides.
    ///
    /// To JSONata, functions are variables: where `count` has been assigned, `$count` is its value, and `$count(…)` calls a
    /// number. AWS does not look for this when it takes a definition; the state fails with `T1006` when it runs.
    ///
    /// ```json,fails
    /// {"QueryLanguage": "JSONata", "StartAt": "Start", "States": {
    ///   "Start": {"Type": "Pass", "Assign": {"count": 0}, "Next": "Add"},
    ///   "Add": {"Type": "Pass", "Assign": {"total": "{% $count + $count($states.input.orders) %}"}, "Next": "Done"},
    ///   "Done": {"Type": "Succeed", "Output": "{% $total %}"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"QueryLanguage": "JSONata", "StartAt": "Start", "States": {
    ///   "Start": {"Type": "Pass", "Assign": {"counted": 0}, "Next": "Add"},
    ///   "Add": {"Type": "Pass", "Assign": {"total": "{% $counted + $count($states.input.orders) %}"}, "Next": "Done"},
    ///   "Done": {"Type": "Succeed", "Output": "{% $total %}"}}}
    /// ```
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub VARIABLE_NAMED_LIKE_BUILTIN = "variable-named-like-builtin" (Variables, Warning, Jsonata, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, references: &[Reference]) {
    let (tree, machine, variables) = (ctx.tree, ctx.machine, ctx.variables);
    let mut seen = FxHashSet::default();
    for reference in references.iter().filter(|reference| reference.called && !reference.faulty) {
        if functions::find(&reference.name).is_none() {
            continue;
        }
        let found = (machine.state(reference.state), variables.find(&reference.name));
        let (Some(state), Some(variable)) = found else { continue };
        let has_value = matches!(variables.on_entry(state, variable), Known::Assigned | Known::Maybe);
        if !has_value || !seen.insert((state.id, variable)) {
            continue;
        }
        let name = &reference.name;
        let message = format!("state `{}` calls `${name}`, but a variable hides the function of that name", state.name);
        let assigned = variables.assignments.iter().find(|assignment| assignment.variable == variable);
        let diagnostic = ctx.report(reference.node, message);
        diagnostic.span(reference.span(tree)).discriminator(&**name).help("give the variable another name");
        if let Some(assigned) = assigned {
            diagnostic.related(tree.span(assigned.key), "assigned here");
        }
    }
}
