//! Transitions as a hierarchy of calls: from a state to those it leads to, and to those that lead to it.
//!
//! A state with states inside leads to the ones at which these start.

use rustc_hash::FxHashMap;

use super::Location;
use super::symbol::Named;
use crate::analysis::{Analysis, Definition};
use crate::model::{Machine, Scope, State, StateId, Target};
use crate::text::Span;

/// A state that a hierarchy is about.
#[derive(Clone, Copy, Debug)]
pub struct Stop<'a> {
    pub definition: &'a Definition,
    pub state: &'a State,
}

/// A state at the other end of transitions, and the targets at which they are written.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    pub state: &'a State,
    pub targets: Vec<Span>,
}

impl<'a> Stop<'a> {
    /// The state that an offset names, else the one it is in.
    pub fn at(analysis: &'a Analysis, offset: u32) -> Option<Self> {
        if let Some(named) = Named::at(analysis, offset)
            && let Some(state) = named.state()
        {
            return Some(Self { definition: named.definition, state });
        }
        let location = Location::at(analysis, offset)?;
        let state = location.machine()?.state(location.state?)?;
        Some(Self { definition: location.definition, state })
    }

    /// The states that this one leads to.
    pub fn outgoing(&self) -> Vec<Call<'a>> {
        let Some(machine) = &self.definition.machine else { return Vec::new() };
        let mut calls = Calls::new(self.definition, machine);
        for target in targets(machine, self.state) {
            if let Some(state) = target.leads_to() {
                calls.add(state, target);
            }
        }
        calls.found
    }

    /// The states that lead to this one.
    pub fn incoming(&self) -> Vec<Call<'a>> {
        let Some(machine) = &self.definition.machine else { return Vec::new() };
        let Some(scope) = machine.scope(self.state.scope) else { return Vec::new() };
        let mut calls = Calls::new(self.definition, machine);
        let leads_here = |target: &&Target| target.leads_to() == Some(self.state.id);
        if let (Some(owner), Some(start)) = (scope.owner, scope.start_at.as_ref().filter(leads_here)) {
            calls.add(owner, start);
        }
        for state in machine.states_of(scope) {
            for transition in state.transitions.iter().filter(|transition| leads_here(&&transition.target)) {
                calls.add(state.id, &transition.target);
            }
        }
        calls.found
    }
}

/// Where a state leads: its transitions, and the starts of what is inside of it.
fn targets<'a>(machine: &'a Machine, state: &'a State) -> impl Iterator<Item = &'a Target> {
    let scopes = state.scopes.iter().filter_map(|&id| machine.scope(id));
    let starts = scopes.filter_map(|scope: &Scope| scope.start_at.as_ref());
    state.transitions.iter().map(|transition| &transition.target).chain(starts)
}

/// Calls by the state at their other end, in the order in which it is first met.
struct Calls<'a> {
    definition: &'a Definition,
    machine: &'a Machine,
    places: FxHashMap<StateId, usize>,
    found: Vec<Call<'a>>,
}

impl<'a> Calls<'a> {
    fn new(definition: &'a Definition, machine: &'a Machine) -> Self {
        Self { definition, machine, places: FxHashMap::default(), found: Vec::new() }
    }

    fn add(&mut self, id: StateId, target: &Target) {
        let Some(state) = self.machine.state(id) else { return };
        let place = *self.places.entry(id).or_insert(self.found.len());
        if place == self.found.len() {
            self.found.push(Call { state, targets: Vec::new() });
        }
        if let Some(call) = self.found.get_mut(place) {
            call.targets.push(self.definition.tree.span(target.node));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::testing::{JSON, YAML, marked};

    fn shown(path: &str, text: &str) -> (Vec<String>, Vec<String>) {
        let (analysis, offset) = marked(path, text);
        let stop = Stop::at(&analysis, offset).expect("a state");
        let show = |call: &Call<'_>| {
            let targets: Vec<&str> = call.targets.iter().map(|&span| analysis.source.slice(span)).collect();
            format!("{}: {}", call.state.name, targets.join(" "))
        };
        (stop.incoming().iter().map(show).collect(), stop.outgoing().iter().map(show).collect())
    }

    const TEXT: &str = r#"{"StartAt": "C", "States": {
        "C": {"Type": "Choice", "Default": "P", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "P"},
            {"Variable": "$.x", "IsString": true, "Next": "Dn"}]},
        "P": {"Type": "Parallel", "Next": "Dne", "Catch": [{"ErrorEquals": ["E"], "Next": "P"}], "Branches": [
            {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}]},
        "Dne": {"Type": "Succeed"}}}"#;

    #[test]
    fn ways_in_and_out() {
        let at = |from: &str, to: &str| shown(JSON, &TEXT.replacen(from, to, 1));
        let (incoming, outgoing) = at(r#""Default": "P"#, r#""Default": "$0P"#);
        assert_eq!(incoming, [r#"C: "P" "P""#, r#"P: "P""#]);
        assert_eq!(outgoing, [r#"Dne: "Dne""#, r#"P: "P""#, r#"I: "I""#]);
        let (incoming, outgoing) = at(r#"{"I": {"Type""#, r#"{"I": {"Ty$0pe""#);
        assert_eq!((incoming, outgoing), (vec![r#"P: "I""#.to_owned()], vec![]));
        // A misspelt target leads where it was meant to.
        assert_eq!(at(r#""Dne": {"#, r#""D$0ne": {"#).0, [r#"C: "Dn""#, r#"P: "Dne""#]);
    }

    #[test]
    fn yaml_and_templates() {
        let text = "States:\n  A:\n    Type: Pass\n    Next: B\n  B$0:\n    Type: Pass\n    Next: A\n    N\n";
        assert_eq!(shown(YAML, text), (vec!["A: B".to_owned()], vec!["A: A".to_owned()]));
        let text = r#"{"Resources": {"M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString":
            "{\"States\": {\"A\": {\"Type\": \"Pass\", \"Next\": \"B$0\"}, \"B\": {\"Type\": \"Succeed\"}}}"}}}}"#;
        assert_eq!(shown("t.json", text), (vec![r#"A: \"B\""#.to_owned()], vec![]));
    }
}
