//! Which workflow variables have a value on entry to each state: on every way there, or on some.
//!
//! `Assign` takes effect behind the state: its right-hand sides, and the state's own output, see the values on entry.
//! A catcher's way carries the catcher's `Assign` and not the state's; the way of a choice rule carries the rule's and
//! not the state's, the `Default` way the state's. A branch or an inline item processor reads the variables around it as they
//! were on entry to its state; a distributed processor reads none of them.
//! <https://states-language.net/#state-machine-variables>

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::existence;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum On {
    /// The state's own: `Next`, `Default`, the end of the scope.
    State,
    Choice(u32),
    Catch(u32),
}

impl On {
    /// The `Assign` that takes effect when a transition is taken.
    pub fn taken(role: Role) -> Self {
        match role {
            Role::Next | Role::Default => Self::State,
            Role::Choice(index) => Self::Choice(index),
            Role::Catch(index) => Self::Catch(index),
        }
    }
}

/// What is known of a variable on entry to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Every way there assigns it, or asks whether it is there.
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
    /// Those of a state together, those of one `Assign` together.
    pub assignments: Vec<Assignment>,
    /// Which assignments an `Assign` holds.
    by_way: FxHashMap<(StateId, On), Range<usize>>,
    /// By scope: the variables that its own states assign.
    assigned_in: Vec<FxHashSet<usize>>,
    /// By scope: the scope around it whose variables it sees.
    seen_from: Vec<Option<ScopeId>>,
    /// By scope: an `Assign` in it, or around it, is not known before deployment.
    opaque: Vec<bool>,
    /// What Choice states ask.
    asked: FxHashMap<StateId, Answers>,
    /// By state: assigned on every way to it, and on some.
    entry: Vec<Option<Ways>>,
}

/// On entry to a state. What is asked for counts as assigned on every way although no way may assign it, so `some` has to
/// be looked at first.
#[derive(Clone, Debug)]
struct Ways {
    every: BitSet,
    some: BitSet,
}

/// What a Choice state learns of variables by asking whether they are there.
#[derive(Debug, Default)]
struct Answers {
    /// Behind every rule and `Default`, but those that say the opposite.
    common: BitSet,
    /// Behind a rule: what has a value, what has none.
    rules: FxHashMap<u32, (Vec<usize>, Vec<usize>)>,
}

impl Variables {
    /// Finds the assignments of a machine and follows them over its states.
    pub fn of(tree: &Tree, machine: &Machine) -> Self {
        let mut variables = Self {
            assigned_in: vec![FxHashSet::default(); machine.scopes.len()],
            entry: vec![None; machine.states.len()],
            ..Self::default()
        };
        for scope in &machine.scopes {
            let around = scope.owner.filter(|_| !is_distributed(tree, scope)).and_then(|owner| machine.state(owner));
            let around = around.map(|owner| owner.scope);
            // A scope comes behind the one around it.
            variables.opaque.push(scope.names_open || around.is_some_and(|around| variables.is_opaque(around)));
            variables.seen_from.push(around);
        }
        for state in &machine.states {
            variables.collect(tree, state);
        }
        if variables.assignments.is_empty() {
            return variables;
        }
        for state in &machine.states {
            variables.ask(tree, state);
        }
        for scope in &machine.scopes {
            let around = variables.visible(scope.id).nth(1).is_some_and(|around| variables.is_opaque(around));
            if around {
                variables.set_opaque(scope.id);
            }
            variables.follow(machine, scope);
        }
        variables
    }

    /// Every variable name, in the order of its first assignment.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn name(&self, variable: usize) -> &str {
        self.names.get(variable).map_or("", String::as_str)
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Whether some state of the scope itself assigns the variable.
    fn is_assigned_in(&self, scope: ScopeId, variable: usize) -> bool {
        self.assigned_in.get(scope.0 as usize).is_some_and(|assigned| assigned.contains(&variable))
    }

    /// The scopes whose variables a scope sees, itself first, outwards.
    pub fn visible(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> + '_ {
        std::iter::successors(Some(scope), |scope| self.seen_from.get(scope.0 as usize).copied().flatten())
    }

    /// The nearest scope that assigns the variable, of those that a scope sees.
    pub fn home(&self, scope: ScopeId, variable: usize) -> Option<ScopeId> {
        self.visible(scope).find(|&scope| self.is_assigned_in(scope, variable))
    }

    /// Whether a name may have been assigned in a way that cannot be seen.
    pub fn is_opaque(&self, scope: ScopeId) -> bool {
        self.opaque.get(scope.0 as usize).copied().unwrap_or(false)
    }

    /// What is known of a variable on entry to a state.
    pub fn on_entry(&self, state: &State, variable: usize) -> Known {
        match self.entry.get(state.id.0 as usize) {
            Some(Some(ways)) if ways.some.contains(variable) && ways.every.contains(variable) => Known::Assigned,
            _ if self.is_opaque(state.scope) => Known::Unknown,
            Some(Some(ways)) if ways.some.contains(variable) => Known::Maybe,
            Some(Some(_)) => Known::Never,
            _ => Known::Unknown,
        }
    }

    /// Whether some way that is known leads into a state with a value for the variable.
    pub fn may_have(&self, state: StateId, variable: usize) -> bool {
        self.entry
            .get(state.0 as usize)
            .is_some_and(|ways| ways.as_ref().is_some_and(|ways| ways.some.contains(variable)))
    }

    /// The assignments that take effect on a way out of a state.
    pub fn assigned_on(&self, state: StateId, on: On) -> &[Assignment] {
        self.by_way.get(&(state, on)).and_then(|range| self.assignments.get(range.clone())).unwrap_or(&[])
    }

    /// Whether a transition may be taken without a value for the variable.
    pub fn arrives_without(&self, state: &State, transition: &Transition, variable: usize) -> bool {
        let Some(Some(ways)) = self.entry.get(state.id.0 as usize) else { return false };
        let has_value = ways.some.contains(variable) && ways.every.contains(variable);
        let assigns = |assignment: &Assignment| assignment.variable == variable;
        !has_value
            && !self.assigned_on(state.id, On::taken(transition.role)).iter().any(assigns)
            && !self.asked.get(&state.id).is_some_and(|answers| answers.tell(transition.role, variable))
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
        if tree.is_opaque(object) || tree.is_incomplete(object) {
            self.set_opaque(state.scope);
        }
        let Some(assign) = tree.get(object, "Assign") else { return };
        // An `Assign` of the wrong shape is reported as such; who meant what by it is not known.
        if tree.is_opaque(assign) || tree.is_incomplete(assign) || !tree.is_object(assign) {
            self.set_opaque(state.scope);
        }
        let first = self.assignments.len();
        for member in tree.members(assign) {
            if tree.is_opaque(member.key) || tree.text(member.key).starts_with("Fn::") {
                self.set_opaque(state.scope);
                continue;
            }
            let text = tree.text(member.key);
            let name = text.strip_suffix(".$").unwrap_or(text);
            let variable = self.intern(name);
            if let Some(assigned) = self.assigned_in.get_mut(state.scope.0 as usize) {
                assigned.insert(variable);
            }
            let (key, value) = (member.key, member.value);
            self.assignments.push(Assignment { variable, state: state.id, key, value, on });
        }
        self.by_way.insert((state.id, on), first..self.assignments.len());
    }

    /// What the rules of a Choice state ask about variables.
    fn ask(&mut self, tree: &Tree, state: &State) {
        let mut answers = Answers { common: BitSet::with_size(self.names.len()), ..Answers::default() };
        let mut asks = false;
        for rule in &state.choices {
            let Some(asked) = existence::of_rule(tree, rule.node) else { continue };
            let find = |names: &[Box<str>]| names.iter().filter_map(|name| self.find(name)).collect::<Vec<_>>();
            for variable in find(&asked.either).into_iter().chain(find(&asked.when_false)) {
                answers.common.insert(variable);
            }
            answers.rules.insert(rule.index, (find(&asked.when_true), find(&asked.when_false)));
            asks = true;
        }
        if asks {
            self.asked.insert(state.id, answers);
        }
    }

    fn set_opaque(&mut self, scope: ScopeId) {
        if let Some(opaque) = self.opaque.get_mut(scope.0 as usize) {
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

    fn follow(&mut self, machine: &Machine, scope: &Scope) {
        let size = self.names.len();
        let entry = match scope.owner.filter(|_| self.seen_from.get(scope.id.0 as usize).is_some_and(Option::is_some)) {
            None => Ways { every: BitSet::with_size(size), some: BitSet::with_size(size) },
            Some(owner) => match self.entry.get(owner.0 as usize).cloned().flatten() {
                Some(ways) => ways,
                // Nothing is known of a scope inside a state that is not reached.
                None => return,
            },
        };
        let facts = solve(machine, scope, &Assigned { entry, variables: self });
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

impl Answers {
    /// Adds what has a value behind a way out of the state.
    fn add(&self, role: Role, every: &mut BitSet) {
        let Role::Choice(index) = role else {
            every.union(&self.common);
            return;
        };
        let Some((when_true, when_false)) = self.rules.get(&index) else {
            every.union(&self.common);
            return;
        };
        let mut common = self.common.clone();
        for &variable in when_false {
            common.remove(variable);
        }
        every.union(&common);
        for &variable in when_true {
            every.insert(variable);
        }
    }

    /// Whether a variable is known to have a value behind a way out of the state.
    fn tell(&self, role: Role, variable: usize) -> bool {
        let (yes, no) = match role {
            Role::Choice(index) => self.rules.get(&index).map_or((false, false), |(when_true, when_false)| {
                (when_true.contains(&variable), when_false.contains(&variable))
            }),
            _ => (false, false),
        };
        yes || self.common.contains(variable) && !no
    }
}

/// Must- and may-assigned in one pass: intersection and union.
struct Assigned<'a> {
    entry: Ways,
    variables: &'a Variables,
}

impl Flow for Assigned<'_> {
    type Fact = Ways;

    fn entry(&self) -> Ways {
        self.entry.clone()
    }

    fn transfer(&self, state: &State, transition: &Transition, entry: &Ways) -> Ways {
        let mut ways = entry.clone();
        for assignment in self.variables.assigned_on(state.id, On::taken(transition.role)) {
            ways.every.insert(assignment.variable);
            ways.some.insert(assignment.variable);
        }
        if let Some(answers) = self.variables.asked.get(&state.id) {
            answers.add(transition.role, &mut ways.every);
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
    fn who_asks_knows() {
        check(
            r#"{"StartAt": "S", "States": {
                "S": {"Type": "Choice", "Default": "C",
                    "Choices": [{"Variable": "$.x", "IsNull": true, "Assign": {"v": 1}, "Next": "C"}]},
                "C": {"Type": "Choice", "Default": "D", "Choices": [
                    {"Variable": "$v", "IsPresent": true, "Next": "R"},
                    {"Variable": "$v", "NumericEquals": 1, "Next": "Q"}]},
                "R": {"Type": "Succeed"}, "D": {"Type": "Succeed"}, "Q": {"Type": "Succeed"}}}"#,
            &[
                ("C", "v", Known::Maybe),
                ("R", "v", Known::Assigned),
                ("D", "v", Known::Maybe),
                ("Q", "v", Known::Maybe),
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
