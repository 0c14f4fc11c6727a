//! See [`VARIABLE_OVERWRITTEN_BEFORE_USE`].

use rustc_hash::FxHashSet;

use crate::expression::Reference;
use crate::rule::{Check, Context};
use crate::semantics::variable_use::{DeadStore, Trouble, Uses, dead_stores};
use crate::syntax::Trait;

declare_rule! {
    /// A value is assigned to a variable and, whichever way is taken, overwritten before anything reads it.
    ///
    /// Either the assignment is not needed, or a state reads the variable too late. Nothing is said of a file with
    /// placeholders, as what they stand for is not known.
    ///
    /// ```json,fails
    /// {"QueryLanguage": "JSONata", "StartAt": "Start", "States": {
    ///   "Start": {"Type": "Pass", "Assign": {"status": "new"}, "Next": "Check"},
    ///   "Check": {"Type": "Pass", "Assign": {"status": "{% $states.input.ok ? 'ok' : 'bad' %}"}, "Next": "Report"},
    ///   "Report": {"Type": "Succeed", "Output": "{% $status %}"}}}
    /// ```
    ///
    /// ```json,passes
    /// {"QueryLanguage": "JSONata", "StartAt": "Start", "States": {
    ///   "Start": {"Type": "Pass", "Assign": {"status": "new"}, "Next": "Check"},
    ///   "Check": {"Type": "Pass", "Assign": {"status": "{% $states.input.ok ? 'ok' : $status %}"}, "Next": "Report"},
    ///   "Report": {"Type": "Succeed", "Output": "{% $status %}"}}}
    /// ```
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub VARIABLE_OVERWRITTEN_BEFORE_USE = "variable-overwritten-before-use" (Variables, Info, Both, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, references: &[Reference]) {
    let (tree, machine, variables) = (ctx.tree, ctx.machine, ctx.variables);
    if variables.assignments.len() < 2 || tree.has(Trait::Placeholders) || tree.has(Trait::Holes) {
        return;
    }
    let names: FxHashSet<&str> = references.iter().map(|reference| &*reference.name).collect();
    let uses = Uses::new(tree, machine, ctx.graphs, variables);
    let misspelt: FxHashSet<&str> = references
        .iter()
        .filter_map(|reference| match uses.trouble(reference) {
            Some((_, Trouble::Undefined { meant: Some(meant) })) => Some(meant.name),
            _ => None,
        })
        .collect();
    let is_read = |name: &str| names.contains(name) && !misspelt.contains(name);
    let dead: Vec<DeadStore<'_>> = dead_stores(machine, variables, references)
        .into_iter()
        .filter(|dead| is_read(variables.name(dead.assignment.variable)))
        .collect();
    if dead.is_empty() || tree.descendants(ctx.root).any(|node| tree.is_opaque(node)) {
        return;
    }
    for DeadStore { assignment, overwritten_by } in dead {
        let name = variables.name(assignment.variable);
        let message = format!("what is assigned to `{name}` is overwritten before anything reads it");
        let diagnostic = ctx.report(assignment.key, message);
        diagnostic.help("remove the assignment");
        if let Some(other) = overwritten_by {
            diagnostic.related(tree.span(other.key), "overwritten here");
        }
    }
}
