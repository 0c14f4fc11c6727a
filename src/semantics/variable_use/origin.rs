//! By which way a state is reached without a value for a variable that it has on other ways.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::flow::variables::{Known, Variables};
use crate::flow::{order, ways};
use crate::model::{Machine, Role, ScopeId, State, StateId};

/// Where a way without a value starts: the last state on it that can never have one, and the way out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The scope starts without it; only ways that come back have it.
    Start,
    Way(StateId, Role),
}

/// The search looks at each way of a scope for each variable; beyond these many nobody reads the results.
const MOST_WAYS: usize = 4_000_000;

/// The origins of a machine, found variable by variable as they are asked for.
pub struct Origins<'a> {
    machine: &'a Machine,
    variables: &'a Variables,
    found: FxHashMap<(ScopeId, usize), FxHashMap<StateId, Origin>>,
    left: usize,
}

impl<'a> Origins<'a> {
    pub fn new(machine: &'a Machine, variables: &'a Variables) -> Self {
        Self { machine, variables, found: FxHashMap::default(), left: MOST_WAYS }
    }

    /// The origin nearest to a state that may have no value for a variable.
    pub fn of(&mut self, state: &State, variable: usize) -> Option<Origin> {
        let home = self.variables.home(state.scope, variable)?;
        // What an inner scope sees of a variable is what its owner had on entry.
        let mut state = state;
        while state.scope != home {
            state =
                self.machine.scope(state.scope).and_then(|scope| scope.owner).and_then(|id| self.machine.state(id))?;
        }
        if !self.found.contains_key(&(home, variable)) {
            let found = self.search(home, variable);
            self.found.insert((home, variable), found);
        }
        self.found.get(&(home, variable))?.get(&state.id).copied()
    }

    /// Goes forward from every way on which a state that never has a value leads into one that may.
    fn search(&mut self, home: ScopeId, variable: usize) -> FxHashMap<StateId, Origin> {
        let mut origins = FxHashMap::default();
        let Some(scope) = self.machine.scope(home) else { return origins };
        let count: usize = self.machine.states_of(scope).map(|state| state.transitions.len()).sum();
        let Some(left) = self.left.checked_sub(count) else { return origins };
        self.left = left;
        let states = order(self.machine, scope);
        let is_maybe = |state: &State| self.variables.on_entry(state, variable) == Known::Maybe;
        let mut pending = VecDeque::new();
        if let Some(start) = states.first().filter(|start| is_maybe(start)) {
            origins.insert(start.id, Origin::Start);
            pending.push_back(*start);
        }
        for state in &states {
            if self.variables.on_entry(state, variable) != Known::Never {
                continue;
            }
            for (transition, target) in ways(self.machine, state) {
                if is_maybe(target) && self.variables.arrives_without(state, transition, variable) {
                    origins.entry(target.id).or_insert_with(|| {
                        pending.push_back(target);
                        Origin::Way(state.id, transition.role)
                    });
                }
            }
        }
        while let Some(state) = pending.pop_front() {
            let Some(&origin) = origins.get(&state.id) else { continue };
            for (transition, target) in ways(self.machine, state) {
                if is_maybe(target) && self.variables.arrives_without(state, transition, variable) {
                    origins.entry(target.id).or_insert_with(|| {
                        pending.push_back(target);
                        origin
                    });
                }
            }
        }
        origins
    }
}
