//! Values that are assigned and overwritten before anybody reads them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::expression::Reference;
use crate::flow::variables::{Assignment, On, Variables};
use crate::flow::{BitSet, Sweeps, order, ranks, ways};
use crate::model::{Machine, Role, Scope, State, StateId};

/// An assignment whose value is never read, and what overwrites it where there is but one other.
#[derive(Clone, Copy, Debug)]
pub struct DeadStore<'a> {
    pub assignment: &'a Assignment,
    pub overwritten_by: Option<&'a Assignment>,
}

/// The assignments that are overwritten on some way before anybody reads them, and read on none.
pub fn dead_stores<'a>(machine: &'a Machine, variables: &'a Variables, references: &[Reference]) -> Vec<DeadStore<'a>> {
    let read = read_in(machine, variables, references);
    let mut found = Vec::new();
    for scope in &machine.scopes {
        let assigns = machine.states_of(scope).any(|state| assigns(variables, state));
        if assigns && !scope.open {
            dead_in_scope(machine, scope, variables, &read, &mut found);
        }
    }
    found.sort_by_key(|dead| dead.assignment.key);
    found
}

fn assigns(variables: &Variables, state: &State) -> bool {
    let choices = state.choices.iter().map(|rule| On::Choice(rule.index));
    let catchers = state.catchers.iter().map(|catcher| On::Catch(catcher.index));
    std::iter::once(On::State).chain(choices).chain(catchers).any(|on| !variables.assigned_on(state.id, on).is_empty())
}

/// By state: the variables that its expressions, and those of the states inside it, read.
fn read_in(machine: &Machine, variables: &Variables, references: &[Reference]) -> FxHashMap<StateId, FxHashSet<usize>> {
    let mut read: FxHashMap<StateId, FxHashSet<usize>> = FxHashMap::default();
    for reference in references {
        let Some(variable) = variables.find(&reference.name) else { continue };
        let mut at = Some(reference.state);
        while let Some(id) = at {
            // What was added before went all the way up.
            if !read.entry(id).or_default().insert(variable) {
                break;
            }
            let scope = machine.state(id).and_then(|state| machine.scope(state.scope));
            at = scope.and_then(|scope| scope.owner);
        }
    }
    read
}

/// What happens behind a place: which variables are read before they are assigned again, which assigned again.
#[derive(Clone)]
struct Ahead {
    live: BitSet,
    overwritten: BitSet,
}

fn dead_in_scope<'a>(
    machine: &'a Machine,
    scope: &'a Scope,
    variables: &'a Variables,
    read: &FxHashMap<StateId, FxHashSet<usize>>,
    found: &mut Vec<DeadStore<'a>>,
) {
    let size = variables.names().len();
    let empty = Ahead { live: BitSet::with_size(size), overwritten: BitSet::with_size(size) };
    let mut behind = order(machine, scope);
    behind.reverse();
    let rank = ranks(scope, &behind);
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); behind.len()];
    let rank_of = |state: &State| rank.get(state.index).copied().unwrap_or(usize::MAX);
    for (place, state) in behind.iter().enumerate() {
        for (_, target) in ways(machine, state) {
            if let Some(list) = before.get_mut(rank_of(target)) {
                list.push(place);
            }
        }
    }
    let mut entry = vec![empty.clone(); behind.len()];
    let mut pending = Sweeps::default();
    (0..behind.len()).for_each(|place| pending.add(place));
    while let Some(place) = pending.pop() {
        let Some(state) = behind.get(place) else { continue };
        let mut ahead = empty.clone();
        for (transition, target) in ways(machine, state) {
            let mut way = entry.get(rank_of(target)).cloned().unwrap_or_else(|| empty.clone());
            for assignment in variables.assigned_on(state.id, On::taken(transition.role)) {
                way.live.remove(assignment.variable);
                way.overwritten.insert(assignment.variable);
            }
            ahead.live.union(&way.live);
            ahead.overwritten.union(&way.overwritten);
        }
        for &variable in read.get(&state.id).into_iter().flatten() {
            ahead.live.insert(variable);
        }
        let Some(known) = entry.get_mut(place) else { continue };
        let grown = known.live.union(&ahead.live);
        if known.overwritten.union(&ahead.overwritten) || grown {
            before.get(place).into_iter().flatten().for_each(|&place| pending.add(place));
        }
    }
    report(machine, scope, variables, &behind, &|state| entry.get(rank_of(state)), found);
}

fn report<'a, 'e>(
    machine: &'a Machine,
    scope: &Scope,
    variables: &'a Variables,
    states: &[&'a State],
    entry: &dyn Fn(&State) -> Option<&'e Ahead>,
    found: &mut Vec<DeadStore<'a>>,
) {
    let mut others: FxHashMap<usize, Vec<&Assignment>> = FxHashMap::default();
    for assignment in &variables.assignments {
        if machine.state(assignment.state).is_some_and(|state| state.scope == scope.id) {
            let list = others.entry(assignment.variable).or_default();
            // Of two the other one is known; of more it is not said which comes next.
            if list.len() < 3 {
                list.push(assignment);
            }
        }
    }
    for state in states {
        for (transition, target) in ways(machine, state) {
            // Beside `Next`, `Default` is a field too many.
            if transition.role == Role::Default && state.next().is_some() {
                continue;
            }
            let Some(ahead) = entry(target) else { continue };
            for assignment in variables.assigned_on(state.id, On::taken(transition.role)) {
                let variable = assignment.variable;
                if ahead.live.contains(variable) || !ahead.overwritten.contains(variable) {
                    continue;
                }
                let overwritten_by = match others.get(&variable).map(Vec::as_slice) {
                    Some([one, other]) if one.state == state.id => Some(*other),
                    Some([one, other]) if other.state == state.id => Some(*one),
                    _ => None,
                };
                found.push(DeadStore { assignment, overwritten_by });
            }
        }
    }
}
