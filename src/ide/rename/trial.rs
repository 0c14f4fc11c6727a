//! Whether a file in which something was renamed says what it said before.
//!
//! Knows nothing of edits: it compares two readings of the file.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::with_suffix;
use crate::analysis::{Analysis, Definition, Reading};
use crate::expression::{self, Content, Jsonata, Reference};
use crate::flow::variables::Variables;
use crate::ide::symbol::{Named, Occurrence, Site, Symbol, references};
use crate::model::{Machine, State, StateId, Target};
use crate::syntax::{Kind, NodeId, Tree};

/// A renaming that was tried.
pub(super) struct Trial<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) named: &'a Named<'a>,
    /// The uses of variables that say the old name or the new one, before.
    pub(super) uses: &'a [Reference],
    pub(super) name: &'a str,
}

impl Trial<'_> {
    /// Whether the file, read again, says the same with another name.
    pub(super) fn holds(&self, reading: &Reading, occurrences: &[Occurrence]) -> bool {
        let definitions = &self.analysis.definitions;
        definitions.len() == reading.definitions.len()
            && definitions.iter().zip(&reading.definitions).all(|(before, after)| {
                before.name == after.name
                    && before.root == after.root
                    && self.is_same_tree(before, after, occurrences)
                    && self.is_same_machine(before, after)
            })
    }

    /// Whether every scalar says what it said, those that were meant to change the new name.
    fn is_same_tree(&self, before: &Definition, after: &Definition, occurrences: &[Occurrence]) -> bool {
        let tree = &before.tree;
        if tree.len() != after.tree.len() {
            return false;
        }
        let is_own = Arc::ptr_eq(tree, &self.named.definition.tree);
        let mut changed: FxHashMap<NodeId, Option<String>> = FxHashMap::default();
        for occurrence in occurrences.iter().filter(|_| is_own) {
            match occurrence.site {
                Site::Name(node) => changed.insert(node, Some(self.name.to_owned())),
                Site::Assign(key) => changed.insert(key, Some(with_suffix(tree, key, self.name))),
                // What expressions say is compared by what they refer to.
                Site::Use { node, .. } => changed.insert(node, None),
            };
        }
        let shares = |node: NodeId| match tree.kind(node) {
            Kind::Alias(target) if changed.get(&target).is_some_and(Option::is_some) => !is_target(tree, node),
            _ => false,
        };
        tree.ids().all(|node| match changed.get(&node) {
            Some(Some(text)) => after.tree.known(node) == Some(text),
            Some(None) => after.tree.known(node).is_some(),
            None if tree.kind(node) != after.tree.kind(node) || shares(node) => false,
            None => match tree.kind(node) {
                Kind::String | Kind::Number | Kind::Hole => {
                    tree.text(node) == after.tree.text(node) || !is_own && self.holds_renamed(tree, node)
                }
                _ => true,
            },
        })
    }

    /// Whether a string of the file holds the definition in which something is renamed.
    fn holds_renamed(&self, host: &Tree, string: NodeId) -> bool {
        let own = self.named.definition;
        host.span(string).contains(own.tree.span(own.root))
    }

    fn is_same_machine(&self, before: &Definition, after: &Definition) -> bool {
        let Some(machine) = &before.machine else { return true };
        let Some(lowered) = &after.machine else { return false };
        let is_own = std::ptr::eq(before, self.named.definition);
        let renamed = self.named.state().filter(|_| is_own).map(|state| state.id);
        let same_target = |before: &Target, after: &Target| {
            // A target that led nowhere may have been waiting for the name.
            before.state == after.state || before.state.is_none() && before.name.as_deref() == Some(self.name)
        };
        let same_state = |(before, after): (&State, &State)| {
            let name = if renamed == Some(before.id) { self.name } else { &before.name.text };
            *after.name.text == *name
                && before.transitions.len() == after.transitions.len()
                && before
                    .transitions
                    .iter()
                    .zip(&after.transitions)
                    .all(|(before, after)| same_target(&before.target, &after.target))
        };
        machine.states.len() == lowered.states.len()
            && machine.scopes.len() == lowered.scopes.len()
            && machine.states.iter().zip(&lowered.states).all(same_state)
            && machine.scopes.iter().zip(&lowered.scopes).all(|(before, after)| {
                match (&before.start_at, &after.start_at) {
                    (Some(before), Some(after)) => same_target(before, after),
                    (before, after) => before.is_none() && after.is_none(),
                }
            })
            && (!is_own || self.are_same_variables(after, lowered) && self.are_same_locals(after, lowered))
    }

    /// Whether the names in the expression of a local variable are bound as they were.
    fn are_same_locals(&self, after: &Definition, lowered: &Machine) -> bool {
        let Symbol::Local(node) = self.named.symbol else { return true };
        let now = Variables::of(&after.tree, lowered);
        let before = jsonata(self.named.tree(), self.named.machine, &self.named.variables, node);
        let after = jsonata(&after.tree, lowered, &now, node);
        let (Some(before), Some(after)) = (before, after) else { return false };
        let (old, new) = (&before.scope.resolutions, &after.scope.resolutions);
        before.ast.faults.is_empty()
            && after.ast.faults.is_empty()
            && old.len() == new.len()
            && old.iter().zip(new).all(|(old, new)| old.is_same(new))
    }

    /// Whether the same places assign and use the same variables, the renamed one by its new name.
    fn are_same_variables(&self, after: &Definition, lowered: &Machine) -> bool {
        let Symbol::Variable { home, variable } = self.named.symbol else { return true };
        let (named, variables) = (self.named, &self.named.variables);
        let old = variables.name(variable);
        let is_home = |state: StateId| named.machine.state(state).is_some_and(|state| state.scope == home);
        let expected = variables.assignments.iter().map(|assignment| {
            let is_renamed = assignment.variable == variable && is_home(assignment.state);
            (assignment.key, if is_renamed { self.name } else { variables.name(assignment.variable) })
        });
        let now = Variables::of(&after.tree, lowered);
        let found = now.assignments.iter().map(|assignment| (assignment.key, now.name(assignment.variable)));
        if !expected.eq(found) {
            return false;
        }
        let both = [old, self.name];
        let expected = self.uses.iter().map(|reference| {
            let is_renamed = *reference.name == *old && named.home_of(reference) == Some(home);
            (reference.state, reference.node, if is_renamed { self.name } else { &*reference.name })
        });
        let used = references(&after.tree, lowered, &now, &both);
        expected.eq(used.iter().map(|reference| (reference.state, reference.node, &*reference.name)))
    }
}

/// The JSONata expression that a string holds.
fn jsonata(tree: &Tree, machine: &Machine, variables: &Variables, node: NodeId) -> Option<Box<Jsonata>> {
    let around = machine.states.iter().filter(|state| tree.span(state.node).contains(tree.span(node)));
    around.flat_map(|state| expression::of_state(tree, state, variables)).find_map(|expression| {
        match expression.content {
            Content::Jsonata(jsonata) if expression.node == node => Some(jsonata),
            _ => None,
        }
    })
}

/// Whether an alias stands where a state is named.
fn is_target(tree: &Tree, alias: NodeId) -> bool {
    tree.key_of(alias).is_some_and(|key| matches!(tree.text(key), "Next" | "Default" | "StartAt"))
}
