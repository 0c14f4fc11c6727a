//! Which state each finding belongs to: the innermost one that it is written in.

use super::{Finding, NodeKind, Picture};
use crate::analysis::Definition;
use crate::diagnostic::Diagnostic;
use crate::model::{Machine, StateId};
use crate::syntax::Tree;
use crate::text::Span;

/// Puts findings at the nodes of their states, the worst first; what belongs to no state goes to the picture.
pub(super) fn add<'a>(
    picture: &mut Picture,
    definition: &Definition,
    findings: impl IntoIterator<Item = &'a Diagnostic>,
) {
    let places = definition.machine.as_ref().map(|machine| Places::of(&definition.tree, machine));
    let mut nodes: Vec<(StateId, usize)> = Vec::new();
    for (index, node) in picture.nodes.iter().enumerate() {
        if let NodeKind::State(state, _) = node.kind {
            nodes.push((state, index));
        }
    }
    nodes.sort_unstable();
    for finding in findings {
        let state = places.as_ref().and_then(|places| places.state_at(finding.span));
        let node = state.and_then(|state| nodes.binary_search_by_key(&state, |&(state, _)| state).ok());
        let list = match node.and_then(|place| nodes.get(place)) {
            Some(&(_, node)) => &mut picture.nodes[node].findings,
            None => &mut picture.findings,
        };
        list.push(Finding { severity: finding.severity, rule: finding.rule, message: finding.message.clone() });
    }
    let lists = picture.nodes.iter_mut().map(|node| &mut node.findings).chain([&mut picture.findings]);
    for list in lists {
        list.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    }
}

/// Where the states are written.
struct Places<'a> {
    machine: &'a Machine,
    /// By their ids.
    spans: Vec<Span>,
    /// By where they start.
    starts: Vec<(u32, StateId)>,
}

impl<'a> Places<'a> {
    fn of(tree: &Tree, machine: &'a Machine) -> Self {
        let spans: Vec<Span> = machine
            .states
            .iter()
            .map(|state| {
                let (name, value) = (tree.span(state.name.node), tree.span(state.node));
                // The value of an alias is written elsewhere.
                if name.end <= value.start { Span::new(name.start, value.end) } else { name }
            })
            .collect();
        let mut starts: Vec<(u32, StateId)> =
            machine.states.iter().zip(&spans).map(|(state, span)| (span.start, state.id)).collect();
        starts.sort_unstable();
        Self { machine, spans, starts }
    }

    /// The last state that starts before a place, or the innermost one around that state which holds the place.
    fn state_at(&self, span: Span) -> Option<StateId> {
        let last = self.starts.partition_point(|(start, _)| *start <= span.start).checked_sub(1)?;
        let (_, mut id) = *self.starts.get(last)?;
        loop {
            let state = self.machine.state(id)?;
            if self.spans.get(id.0 as usize)?.contains(Span::empty(span.start)) {
                return Some(id);
            }
            id = self.machine.scope(state.scope)?.owner?;
        }
    }
}
