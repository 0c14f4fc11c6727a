//! Forward dataflow over the states of a scope, for any lattice of facts.
//!
//! A fact holds on entry to a state; a transition carries it on, changed by what the state does on that way. The solver
//! knows nothing of what the facts mean.

pub mod existence;
pub mod variables;

use std::collections::BTreeSet;

use crate::model::{Machine, Scope, State, Target, Transition};

/// What a dataflow analysis has to say.
pub trait Flow {
    /// What is known on entry to a state. Joins must only ever move it one way, finitely often.
    type Fact: Clone;

    /// The fact on entry to the scope's first state.
    fn entry(&self) -> Self::Fact;

    /// The fact that a transition carries to its target.
    fn transfer(&self, state: &State, transition: &Transition, entry: &Self::Fact) -> Self::Fact;

    /// Joins a fact that arrives into what is known; says whether that changed anything.
    fn join(&self, known: &mut Self::Fact, arriving: &Self::Fact) -> bool;
}

/// The fact on entry to each state of a scope, by the state's index in it; `None` for a state that is not reached.
///
/// States are taken in the order of [`order`], sweep by sweep: what a way back changes waits for the next sweep. So there
/// are hardly more sweeps than loops inside each other, whatever the lengths of the ways that join.
pub fn solve<F: Flow>(machine: &Machine, scope: &Scope, flow: &F) -> Vec<Option<F::Fact>> {
    let mut facts: Vec<Option<F::Fact>> = vec![None; scope.states.len()];
    let order = order(machine, scope);
    let ranks = ranks(scope, &order);
    let mut pending = Sweeps::default();
    if let Some(fact) = order.first().and_then(|start| facts.get_mut(start.index)) {
        *fact = Some(flow.entry());
        pending.add(0);
    }
    while let Some(state) = pending.pop().and_then(|rank| order.get(rank)) {
        let Some(entry) = facts.get(state.index).cloned().flatten() else { continue };
        for (transition, target) in ways(machine, state) {
            let arriving = flow.transfer(state, transition, &entry);
            let Some(known) = facts.get_mut(target.index) else { continue };
            let changed = if let Some(known) = known {
                flow.join(known, &arriving)
            } else {
                *known = Some(arriving);
                true
            };
            if changed && let Some(&rank) = ranks.get(target.index) {
                pending.add(rank);
            }
        }
    }
    facts
}

/// Numbers to be visited in order, from the lowest to the highest and again.
#[derive(Debug, Default)]
pub struct Sweeps {
    now: BTreeSet<usize>,
    later: BTreeSet<usize>,
    /// All below were passed by in this sweep.
    passed: usize,
}

impl Sweeps {
    pub fn add(&mut self, rank: usize) {
        if self.passed <= rank {
            self.now.insert(rank)
        } else {
            self.later.insert(rank)
        };
    }

    pub fn pop(&mut self) -> Option<usize> {
        if self.now.is_empty() {
            std::mem::swap(&mut self.now, &mut self.later);
        }
        let rank = self.now.pop_first()?;
        self.passed = rank + 1;
        Some(rank)
    }
}

/// The places of the states in an order, by their index in the scope.
pub fn ranks(scope: &Scope, order: &[&State]) -> Vec<usize> {
    let mut ranks = vec![usize::MAX; scope.states.len()];
    for (rank, state) in order.iter().enumerate() {
        if let Some(slot) = ranks.get_mut(state.index) {
            *slot = rank;
        }
    }
    ranks
}

/// The states of a scope that are reached, each before those behind it, as far as there are no loops.
pub fn order<'a>(machine: &'a Machine, scope: &Scope) -> Vec<&'a State> {
    let start = scope.start_at.as_ref().and_then(Target::leads_to).and_then(|id| machine.state(id));
    let Some(start) = start.filter(|start| start.scope == scope.id) else { return Vec::new() };
    let mut seen = vec![false; scope.states.len()];
    let mut behind = Vec::with_capacity(scope.states.len());
    let mut path = vec![(start, 0)];
    if let Some(mark) = seen.get_mut(start.index) {
        *mark = true;
    }
    while let Some((state, next)) = path.last_mut() {
        let Some(transition) = state.transitions.get(*next) else {
            behind.push(*state);
            path.pop();
            continue;
        };
        *next += 1;
        let target = transition.target.leads_to().and_then(|id| machine.state(id));
        if let Some(target) = target
            && let Some(mark) = seen.get_mut(target.index)
            && !std::mem::replace(mark, true)
        {
            path.push((target, 0));
        }
    }
    behind.reverse();
    behind
}

/// The ways out of a state, as far as it is known where they lead.
pub fn ways<'a>(machine: &'a Machine, state: &'a State) -> impl Iterator<Item = (&'a Transition, &'a State)> {
    state.transitions.iter().filter_map(|transition| {
        transition.target.leads_to().and_then(|id| machine.state(id)).map(|target| (transition, target))
    })
}

/// A set of small numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BitSet(Vec<u64>);

impl BitSet {
    const BITS: usize = 64;

    /// The empty set with room for numbers below `size`.
    pub fn with_size(size: usize) -> Self {
        Self(vec![0; size.div_ceil(Self::BITS)])
    }

    pub fn insert(&mut self, index: usize) {
        let word = index / Self::BITS;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= 1 << (index % Self::BITS);
        }
    }

    pub fn contains(&self, index: usize) -> bool {
        self.0.get(index / Self::BITS).is_some_and(|bits| bits & (1 << (index % Self::BITS)) != 0)
    }

    /// Adds every number of another set; says whether any was new.
    pub fn union(&mut self, other: &Self) -> bool {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        let mut changed = false;
        for (own, others) in self.0.iter_mut().zip(&other.0) {
            changed |= *own | others != *own;
            *own |= others;
        }
        changed
    }

    /// Keeps the numbers of another set only; says whether any went.
    pub fn intersect(&mut self, other: &Self) -> bool {
        let mut changed = false;
        for (index, own) in self.0.iter_mut().enumerate() {
            let others = other.0.get(index).copied().unwrap_or(0);
            changed |= *own & others != *own;
            *own &= others;
        }
        changed
    }

    pub fn remove(&mut self, index: usize) {
        if let Some(bits) = self.0.get_mut(index / Self::BITS) {
            *bits &= !(1 << (index % Self::BITS));
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(word, bits)| {
            (0..Self::BITS).filter(move |bit| bits & (1 << bit) != 0).map(move |bit| word * Self::BITS + bit)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_back_waits_for_the_next_sweep() {
        let mut sweeps = Sweeps::default();
        (0..3).for_each(|rank| sweeps.add(rank));
        assert_eq!((sweeps.pop(), sweeps.pop()), (Some(0), Some(1)));
        sweeps.add(0);
        sweeps.add(1);
        assert_eq!(std::iter::from_fn(|| sweeps.pop()).collect::<Vec<_>>(), [2, 0, 1]);
    }

    #[test]
    fn sets() {
        let mut set = BitSet::with_size(3);
        set.insert(70);
        set.insert(2);
        assert_eq!(set.iter().collect::<Vec<_>>(), [2, 70]);
        let mut other = BitSet::with_size(3);
        other.insert(2);
        assert!(!set.clone().union(&other));
        assert!(set.intersect(&other));
        assert!(!set.contains(70) && set.contains(2));
    }
}
