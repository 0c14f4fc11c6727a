//! See [`VARIABLE_ASSIGNED_UNUSED`].

use crate::expression::Reference;
use crate::flow::variables::{Assignment, On};
use crate::model::{ScopeId, State};
use crate::rule::{Check, Context};
use crate::semantics::variable_name::is_valid;
use crate::semantics::variable_use::{Trouble, Uses};
use crate::syntax::{NodeId, Trait, Tree};
use rustc_hash::FxHashSet;
use unicode_ident::is_xid_continue;

declare_rule! {
    /// A variable is assigned, but nothing reads it.
    ///
    /// It costs room (an execution may hold 10 MiB of variables) and makes the reader look for its use. Nothing is said of a
    /// file with placeholders, as what they stand for is not known.
    ///
    /// ```json,fails
    /// {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"startedAt": "{% $now() %}"}, "Next": "Done"}
    /// ```
    ///
    /// ```json,passes
    /// {"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
    ///   "Set": {"Type": "Pass", "Assign": {"startedAt": "{% $now() %}"}, "Next": "Done"},
    ///   "Done": {"Type": "Succeed", "Output": "{% $startedAt %}"}}}
    /// ```
    ///
    /// Source: [Workflow variables](https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html)
    pub VARIABLE_ASSIGNED_UNUSED = "variable-assigned-unused" (Variables, Info, Both, fix: Never), Check::Variables(check)
}

fn check(ctx: &mut Context<'_>, references: &[Reference]) {
    let (machine, variables) = (ctx.machine, ctx.variables);
    let mut seen: FxHashSet<(ScopeId, usize)> = FxHashSet::default();
    // What is read where it does not exist, or under a misspelt name, is reported there.
    let mut missed: FxHashSet<usize> = FxHashSet::default();
    let uses = Uses::new(ctx.tree, machine, ctx.graphs, variables);
    for reference in references {
        match uses.trouble(reference) {
            Some((_, Trouble::Undefined { meant: Some(meant) })) => missed.extend(variables.find(meant.name)),
            Some((_, Trouble::OutsideDistributed(assignment) | Trouble::OtherScope(assignment))) => {
                missed.insert(assignment.variable);
            }
            _ => {}
        }
        let variable = variables.find(&reference.name);
        let scope = machine.state(reference.state).map(|state| state.scope);
        if let (Some(variable), Some(scope)) = (variable, scope) {
            seen.extend(variables.visible(scope).map(|scope| (scope, variable)));
        }
    }
    let mut unused: Vec<&Assignment> = Vec::new();
    for assignment in &variables.assignments {
        let Some(state) = machine.state(assignment.state) else { continue };
        let has_effect = assignment.on != On::State || !ends(state);
        let is_new = has_effect && seen.insert((state.scope, assignment.variable));
        if is_new && !missed.contains(&assignment.variable) {
            unused.push(assignment);
        }
    }
    if unused.is_empty() {
        return;
    }
    let Some(mentioned) = mentioned(ctx.tree, ctx.root, references) else { return };
    for assignment in unused {
        let name = variables.name(assignment.variable);
        // Nothing could read the others, which is a finding of its own.
        if name != "states" && is_valid(name) && !mentioned.contains(name) {
            ctx.report(assignment.key, format!("`{name}` is assigned, but nothing reads it")).help("remove it");
        }
    }
}

/// The names behind a `$` in strings from which no use of a variable was read; `None` where there may be others.
fn mentioned<'a>(tree: &'a Tree, root: NodeId, references: &[Reference]) -> Option<FxHashSet<&'a str>> {
    if tree.has(Trait::Placeholders) || tree.has(Trait::Holes) {
        return None;
    }
    let read: FxHashSet<NodeId> = references.iter().filter(|it| !it.faulty).map(|reference| reference.node).collect();
    let mut names = FxHashSet::default();
    for node in tree.descendants(root) {
        if tree.is_opaque(node) {
            return None;
        }
        let Some(text) = tree.known(node).filter(|_| !read.contains(&node)) else { continue };
        for piece in text.split('$').skip(1) {
            let end = piece.find(|letter: char| !is_xid_continue(letter)).unwrap_or(piece.len());
            names.extend(piece.get(..end));
        }
    }
    Some(names)
}

/// What such a state assigns has no effect for another reason.
fn ends(state: &State) -> bool {
    state.is_terminal()
}
