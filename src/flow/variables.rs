//! Which workflow variables have a value on entry to each state: on every way there, or on some.
//!
//! `Assign` takes effect behind the state: its right-hand sides, and the state's own output, see the values on entry.
//! A catcher's way carries the catcher's `Assign` and not the state's; the way of a choice rule carries the rule's and
//! not the state's, the `Default` way the state's. A branch or an inline item processor reads the variables around it as they
//! were on entry to its state; a distributed processor reads none of them.
//! <https://states-language.net/#variables>

use rustc_hash::{FxHashMap, FxHashSet};

use super::{BitSet, Flow, solve};
use crate::model::{Machine, Role, Scope, ScopeId, ScopeKind, State, StateId, Transition};
use crate::syntax::{NodeId, Tree};

/// One key of an `Assign`.
#[derive(Clone, Debug)]
pub struct Assignment {
    pub variable: usize,
    pub state: StateId,
    /// The key, `.$` included.
    pub key: NodeId,
    pub value: NodeId,
    /// On which of the state's ways it takes effect.
    pub on: On,
}

/// The ways on which an `Assign` takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The state's own: `Next`, `Default`, the end of the scope.
    State,
    Choice(u32),
    Catch(u32),
}

/// What is known of a variable on entry to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Every way there assigns it.
    Assigned,
    /// Some way there assigns it, some does not.
    Maybe,
    /// No way there assigns it.
    Never,
    /// The state is not reached, or what is assigned cannot be known.
    Unknown,
}

/// The variables of a machine.
#[derive(Debug, Default)]
pub struct Variables {
    names: Vec<String>,
    by_name: FxHashMap<String, usize>,
    pub assignments: Vec<Assignment>,
    /// By scope: the variables that its own states assign.
    assigned_in: Vec<FxHashSet<usize>>,
    /// By scope: an `Assign` in it, or around it, is not known before deployment.
    opaque: Vec<bool>,
    /// By state: assigned on every way to it, and on some.
    entry: Vec<Option<Ways>>,
}

#[derive(Clone, Debug)]
struct Ways {
    every: BitSet,
    some: BitSet,
}

impl Variables {
    /// Finds the assignments of a machine and follows them over its states.
    pub fn of(tree: &Tree, machine: &Machine) -> Self {
        let mut variables = Self {
            assigned_in: vec![FxHashSet::default(); machine.scopes.len()],
            opaque: vec![false; machine.scopes.len()],
            entry: vec![None; machine.states.len()],
            ..Self::default()
        };
        for state in &machine.states {
            variables.collect(tree, state);
        }
        if variables.assignments.is_empty() && !variables.opaque.contains(&true) {
            return variables;
        }
        let by_state = variables.by_state(machine);
        // A scope comes behind the one around it, so the entry to its owner is known.
        for scope in &machine.scopes {
            variables.follow(tree, machine, scope, &by_state);
        }
        variables
    }

    /// Every variable name, in the order of its first assignment.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Whether some state of the scope itself assigns the variable.
    pub fn is_assigned_in(&self, scope: ScopeId, variable: usize) -> bool {
        self.assigned_in.get(scope.0 as usize).is_some_and(|assigned| assigned.contains(&variable))
    }

    /// The scopes whose variables a scope sees, itself first, outwards.
    pub fn visible<'a>(tree: &'a Tree, machine: &'a Machine, scope: ScopeId) -> impl Iterator<Item = ScopeId> + 'a {
        let mut at = machine.scope(scope);
        std::iter::from_fn(move || {
            let scope = at?;
            at = if is_distributed(tree, scope) { None } else { outer(machine, scope) };
            Some(scope.id)
        })
    }

    /// Whether a name may have been assigned in a way that cannot be seen.
    pub fn is_opaque(&self, scope: ScopeId) -> bool {
        self.opaque.get(scope.0 as usize).copied().unwrap_or(false)
    }

    /// What is known of a variable on entry to a state.
    pub fn on_entry(&self, state: &State, variable: usize) -> Known {
        if self.is_opaque(state.scope) {
            return Known::Unknown;
        }
        match self.entry.get(state.id.0 as usize) {
            Some(Some(ways)) if ways.every.contains(variable) => Known::Assigned,
            Some(Some(ways)) if ways.some.contains(variable) => Known::Maybe,
            Some(Some(_)) => Known::Never,
            _ => Known::Unknown,
        }
    }

    /// Whether a transition arrives without a value for the variable, although some other way has one.
    pub fn arrives_without(&self, state: &State, transition: &Transition, variable: usize) -> bool {
        let Some(Some(ways)) = self.entry.get(state.id.0 as usize) else { return false };
        let assigns = self.assignments.iter().any(|assignment| {
            assignment.variable == variable && assignment.state == state.id && takes_effect(assignment.on, transition)
        });
        !assigns && !ways.every.contains(variable)
    }

    fn collect(&mut self, tree: &Tree, state: &State) {
        self.collect_object(tree, state, state.node, On::State);
        for rule in &state.choices {
            self.collect_object(tree, state, rule.node, On::Choice(rule.index));
        }
        for catcher in &state.catchers {
            self.collect_object(tree, state, catcher.node, On::Catch(catcher.index));
        }
    }

    fn collect_object(&mut self, tree: &Tree, state: &State, object: NodeId, on: On) {
        let Some(assign) = tree.get(object, "Assign") else { return };
        let scope = state.scope.0 as usize;
        if tree.is_opaque(assign) {
            self.set_opaque(scope);
            return;
        }
        for member in tree.members(assign) {
            if tree.is_opaque(member.key) {
                self.set_opaque(scope);
                continue;
            }
            let text = tree.text(member.key);
            let name = text.strip_suffix(".$").unwrap_or(text);
            let variable = self.intern(name);
            if let Some(assigned) = self.assigned_in.get_mut(scope) {
                assigned.insert(variable);
            }
            let (key, value) = (member.key, member.value);
            self.assignments.push(Assignment { variable, state: state.id, key, value, on });
        }
    }

    fn set_opaque(&mut self, scope: usize) {
        if let Some(opaque) = self.opaque.get_mut(scope) {
            *opaque = true;
        }
    }

    fn intern(&mut self, name: &str) -> usize {
        if let Some(&variable) = self.by_name.get(name) {
            return variable;
        }
        let variable = self.names.len();
        self.names.push(name.to_owned());
        self.by_name.insert(name.to_owned(), variable);
        variable
    }

    fn by_state(&self, machine: &Machine) -> Vec<Vec<(On, usize)>> {
        let mut by_state = vec![Vec::new(); machine.states.len()];
        for assignment in &self.assignments {
            if let Some(list) = by_state.get_mut(assignment.state.0 as usize) {
                list.push((assignment.on, assignment.variable));
            }
        }
        by_state
    }

    fn follow(&mut self, tree: &Tree, machine: &Machine, scope: &Scope, by_state: &[Vec<(On, usize)>]) {
        let size = self.names.len();
        let empty = Ways { every: BitSet::with_size(size), some: BitSet::with_size(size) };
        let owner = scope.owner.filter(|_| !is_distributed(tree, scope));
        let entry = match owner {
            None => empty,
            Some(owner) => match self.entry.get(owner.0 as usize).cloned().flatten() {
                Some(ways) => ways,
                // Nothing is known of a scope inside a state that is not reached.
                None => return,
            },
        };
        if let Some(outer) = owner.and_then(|owner| machine.state(owner))
            && self.is_opaque(outer.scope)
        {
            self.set_opaque(scope.id.0 as usize);
        }
        let facts = solve(machine, scope, &Assigned { entry, by_state });
        for (state, fact) in scope.states.iter().zip(facts) {
            if let Some(slot) = self.entry.get_mut(state.0 as usize) {
                *slot = fact;
            }
        }
    }
}

/// Whether the scope is the processor of a distributed Map, which sees no variables from outside.
pub fn is_distributed(tree: &Tree, scope: &Scope) -> bool {
    scope.kind == ScopeKind::Processor
        && tree
            .get(scope.node, "ProcessorConfig")
            .and_then(|config| tree.get(config, "Mode"))
            .is_some_and(|mode| tree.known(mode) == Some("DISTRIBUTED"))
}

fn outer<'a>(machine: &'a Machine, scope: &Scope) -> Option<&'a Scope> {
    machine.state(scope.owner?).and_then(|owner| machine.scope(owner.scope))
}

fn takes_effect(on: On, transition: &Transition) -> bool {
    match (on, transition.role) {
        (On::State, Role::Next | Role::Default) => true,
        (On::Choice(own), Role::Choice(index)) | (On::Catch(own), Role::Catch(index)) => own == index,
        _ => false,
    }
}

/// Must- and may-assigned in one pass: intersection and union.
struct Assigned<'a> {
    entry: Ways,
    by_state: &'a [Vec<(On, usize)>],
}

impl Flow for Assigned<'_> {
    type Fact = Ways;

    fn entry(&self) -> Ways {
        self.entry.clone()
    }

    fn transfer(&self, state: &State, transition: &Transition, entry: &Ways) -> Ways {
        let mut ways = entry.clone();
        for (on, variable) in self.by_state.get(state.id.0 as usize).into_iter().flatten() {
            if takes_effect(*on, transition) {
                ways.every.insert(*variable);
                ways.some.insert(*variable);
            }
        }
        ways
    }

    fn join(&self, known: &mut Ways, arriving: &Ways) -> bool {
        let fewer = known.every.intersect(&arriving.every);
        let more = known.some.union(&arriving.some);
        fewer || more
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::lower;
    use crate::syntax::{Language, parse};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, Known)]) {
        let (tree, faults) = parse(text.into(), Language::Json, None);
        assert_eq!(faults, []);
        let machine = lower(&tree, tree.root());
        let variables = Variables::of(&tree, &machine);
        for (state, variable, known) in expected {
            let state = machine.states.iter().find(|candidate| &*candidate.name.text == *state).unwrap();
            let index = variables.find(variable).unwrap();
            assert_eq!(variables.on_entry(state, index), *known, "{variable} on entry to {}", state.name);
        }
    }

    #[test]
    fn each_way_carries_its_own_assignments() {
        check(
            r#"{"StartAt": "C", "States": {
                "C": {"Type": "Choice", "Assign": {"d": 1}, "Default": "D", "Choices": [
                    {"Variable": "$.x", "IsNull": true, "Assign": {"r": 1}, "Next": "R"}]},
                "R": {"Type": "Pass", "Next": "J"}, "D": {"Type": "Pass", "Assign": {"r": 2}, "Next": "J"},
                "J": {"Type": "Succeed"}}}"#,
            &[
                ("R", "r", Known::Assigned),
                ("R", "d", Known::Never),
                ("D", "d", Known::Assigned),
                ("J", "d", Known::Maybe),
                ("J", "r", Known::Assigned),
            ],
        );
    }

    #[test]
    fn catchers_leave_before_the_state_assigns() {
        check(
            r#"{"StartAt": "T", "States": {
                "T": {"Type": "Task", "Resource": "x", "Assign": {"v": 1}, "Next": "N",
                    "Catch": [{"ErrorEquals": ["E"], "Assign": {"e": 1}, "Next": "F"}]},
                "N": {"Type": "Succeed"}, "F": {"Type": "Succeed"}}}"#,
            &[
                ("N", "v", Known::Assigned),
                ("N", "e", Known::Never),
                ("F", "v", Known::Never),
                ("F", "e", Known::Assigned),
                ("T", "v", Known::Never),
            ],
        );
    }

    #[test]
    fn loops_carry_what_every_round_assigns() {
        check(
            r#"{"StartAt": "A", "States": {
                "A": {"Type": "Pass", "Next": "B"},
                "B": {"Type": "Pass", "Assign": {"n": 1}, "Next": "C"},
                "C": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsNull": true, "Next": "A"}], "Default": "D"},
                "D": {"Type": "Succeed"}}}"#,
            &[("A", "n", Known::Maybe), ("C", "n", Known::Assigned), ("D", "n", Known::Assigned)],
        );
    }

    #[test]
    fn inner_scopes_see_entry_values_and_distributed_ones_none() {
        let machine = |mode: &str| {
            format!(
                r#"{{"StartAt": "A", "States": {{
                "A": {{"Type": "Pass", "Assign": {{"v": 1}}, "Next": "M"}},
                "M": {{"Type": "Map", "Assign": {{"after": 1}}, "End": true, "ItemProcessor": {{
                    "ProcessorConfig": {{"Mode": "{mode}"}}, "StartAt": "I", "States": {{
                    "I": {{"Type": "Pass", "End": true}}}}}}}}}}}}"#
            )
        };
        check(&machine("INLINE"), &[("I", "v", Known::Assigned), ("I", "after", Known::Never)]);
        check(&machine("DISTRIBUTED"), &[("I", "v", Known::Never)]);
    }
}
