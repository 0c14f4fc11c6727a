//! States and variables as things with names: which one an offset names, and every place that names it.
//!
//! A name belongs to a scope: states of two branches may be called alike, and so may their variables. What merely says the
//! same text (a comparison with `$states.context.State.Name`) names nothing.

use std::ops::Range;

use super::Location;
use crate::analysis::{Analysis, Definition};
use crate::expression::{self, Content, Reference};
use crate::flow::variables::Variables;
use crate::model::{Machine, ScopeId, State, StateId, Target};
use crate::syntax::cursor::Spot;
use crate::syntax::{Language, NodeId, Trait, Tree};
use crate::text::Span;

/// A thing with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    State(StateId),
    /// A variable of the nearest scope that assigns it.
    Variable {
        home: ScopeId,
        variable: usize,
    },
    /// A variable that a JSONata expression binds for itself; the string that holds the expression.
    Local(NodeId),
}

/// Whether a place gives a name its meaning or makes use of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// The key of a state, a key of `Assign`.
    Write,
    Read,
}

/// What is written at a place that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// A string that is the name: the key of a state, a target.
    Name(NodeId),
    /// A key of `Assign`, which may end in `.$`.
    Assign(NodeId),
    /// A part of an expression: a range of the decoded string, without the `$`.
    Use { node: NodeId, range: Range<u32> },
}

/// A place that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The name alone: without quotes, without `$` or `.$`.
    pub span: Span,
    pub access: Access,
    pub site: Site,
}

/// A symbol that an offset names.
#[derive(Debug)]
pub struct Named<'a> {
    pub definition: &'a Definition,
    pub machine: &'a Machine,
    /// Empty where the symbol is a state: they cost a pass over the machine.
    pub variables: Variables,
    pub symbol: Symbol,
    pub name: Box<str>,
    /// The places of a local variable, in the order of the text.
    locals: Vec<Occurrence>,
    /// The name at the offset.
    pub span: Span,
    /// The name at the offset is a misspelt one; this is what was most likely meant.
    pub is_guess: bool,
}

impl<'a> Named<'a> {
    /// What is named at an offset.
    pub fn at(analysis: &'a Analysis, offset: u32) -> Option<Self> {
        let location = Location::at(analysis, offset)?;
        let definition = location.definition;
        let machine = location.machine()?;
        let holds = |span: Span| span.start <= offset && offset <= span.end;
        let locals = Vec::new();
        if let Some((state, node, is_guess)) = state_at(&location, machine) {
            let span = location.tree().content_span(node);
            let name = machine.state(state)?.name.text.clone();
            let (variables, symbol) = (Variables::default(), Symbol::State(state));
            let named = Self { definition, machine, variables, symbol, name, locals, span, is_guess };
            return holds(location.tree().span(node)).then_some(named);
        }
        if !may_name_variable(&location) {
            return None;
        }
        let (variables, is_guess) = (location.variables(), false);
        if let Some((home, variable, span)) = variable_at(&location, &variables) {
            let (symbol, name) = (Symbol::Variable { home, variable }, variables.name(variable).into());
            return holds(span).then_some(Self {
                definition,
                machine,
                variables,
                symbol,
                name,
                locals,
                span,
                is_guess,
            });
        }
        let (symbol, name, locals) = local_at(&location, &variables)?;
        let span = locals.iter().map(|occurrence| occurrence.span).find(|&span| holds(span))?;
        Some(Self { definition, machine, variables, symbol, name, locals, span, is_guess })
    }

    pub fn tree(&self) -> &'a Tree {
        &self.definition.tree
    }

    /// The state that is named.
    pub fn state(&self) -> Option<&'a State> {
        match self.symbol {
            Symbol::State(id) => self.machine.state(id),
            Symbol::Variable { .. } | Symbol::Local(_) => None,
        }
    }

    /// Every place that names the symbol, in the order of the text.
    pub fn occurrences(&self) -> Vec<Occurrence> {
        let uses = match self.symbol {
            Symbol::State(_) | Symbol::Local(_) => Vec::new(),
            Symbol::Variable { .. } => references(self.tree(), self.machine, &self.variables, &[&self.name]),
        };
        self.occurrences_among(&uses)
    }

    /// As [`Named::occurrences`], where the uses of variables are known already.
    pub(super) fn occurrences_among(&self, uses: &[Reference]) -> Vec<Occurrence> {
        let mut found = match self.symbol {
            Symbol::State(id) => states(self.tree(), self.machine, id),
            Symbol::Variable { home, variable } => {
                let mut found = assignments(self.tree(), self.machine, &self.variables, home, variable);
                found.extend(self.uses(home, uses));
                found
            }
            Symbol::Local(_) => self.locals.clone(),
        };
        found.sort_by_key(|occurrence| occurrence.span);
        found.dedup_by_key(|occurrence| occurrence.span);
        found
    }

    /// The places that give the symbol its meaning, in the order of the text.
    pub fn declarations(&self) -> Vec<Occurrence> {
        let mut found = match self.symbol {
            Symbol::State(id) => {
                self.machine.state(id).map(|state| key(self.tree(), state)).into_iter().collect::<Vec<_>>()
            }
            Symbol::Variable { home, variable } => {
                assignments(self.tree(), self.machine, &self.variables, home, variable)
            }
            Symbol::Local(_) => {
                let written = self.locals.iter().filter(|occurrence| occurrence.access == Access::Write);
                written.cloned().collect()
            }
        };
        found.sort_by_key(|occurrence| occurrence.span);
        found
    }

    fn uses(&self, home: ScopeId, uses: &[Reference]) -> Vec<Occurrence> {
        let tree = self.tree();
        let own = uses.iter().filter(|own| own.name == self.name && self.home_of(own) == Some(home));
        own.map(|own| {
            let site = Site::Use { node: own.node, range: own.name_range() };
            Occurrence { span: own.name_span(tree), access: Access::Read, site }
        })
        .collect()
    }

    /// The scope whose variable a use reads.
    pub fn home_of(&self, reference: &Reference) -> Option<ScopeId> {
        let variable = self.variables.find(&reference.name)?;
        self.variables.home(self.machine.state(reference.state)?.scope, variable)
    }
}

/// The state that the string at an offset names, the string, and whether the name is misspelt.
fn state_at(location: &Location<'_>, machine: &Machine) -> Option<(StateId, NodeId, bool)> {
    let tree = location.tree();
    match location.spot {
        Spot::Key { key, .. } => {
            let state = machine.states.iter().find(|state| state.name.node == key)?;
            Some((state.id, key, false))
        }
        Spot::Value { value, .. } => {
            let node = tree.resolve(value);
            let target = target_at(location, machine, node)?;
            Some((target.leads_to()?, value, target.state.is_none()))
        }
        _ => None,
    }
}

/// The target that a string is, of those of the state or scope around.
fn target_at<'a>(location: &Location<'_>, machine: &'a Machine, node: NodeId) -> Option<&'a Target> {
    let start = location.scope.and_then(|scope| machine.scope(scope)).and_then(|scope| scope.start_at.as_ref());
    let state = location.state.and_then(|state| machine.state(state));
    let transitions = state.into_iter().flat_map(|state| &state.transitions).map(|transition| &transition.target);
    start.into_iter().chain(transitions).find(|target| target.node == node)
}

/// Whether it is worth finding out which variables there are.
fn may_name_variable(location: &Location<'_>) -> bool {
    let tree = location.tree();
    match location.spot {
        Spot::Key { object, .. } => tree.key_of(object).is_some_and(|key| tree.text(key) == "Assign"),
        Spot::Value { value: node, .. } | Spot::Item { item: node, .. } => {
            tree.string(node).is_some_and(|text| text.raw().contains('$'))
        }
        _ => false,
    }
}

/// The scope, the variable and the place of the name of a workflow variable at an offset.
fn variable_at(location: &Location<'_>, variables: &Variables) -> Option<(ScopeId, usize, Span)> {
    let (tree, machine) = (location.tree(), location.machine()?);
    if let Spot::Key { key, .. } = location.spot {
        let assignment = variables.assignments.iter().find(|assignment| assignment.key == key)?;
        let home = machine.state(assignment.state)?.scope;
        let span = assigned_span(tree, key, variables.name(assignment.variable));
        return Some((home, assignment.variable, span));
    }
    let state = location.state()?;
    let expression = location.expression(variables)?;
    expression::references(tree, state, &[expression]).into_iter().find_map(|reference| {
        let variable = variables.find(&reference.name)?;
        let span = reference.span(tree);
        if location.offset < span.start || span.end < location.offset {
            return None;
        }
        let home = variables.home(state.scope, variable)?;
        // On the `$` too one is on the name.
        let name = reference.name_span(tree);
        let span = if location.offset < name.start { span } else { name };
        Some((home, variable, span))
    })
}

/// The local variable at an offset of a JSONata expression, its name and its places.
fn local_at(location: &Location<'_>, variables: &Variables) -> Option<(Symbol, Box<str>, Vec<Occurrence>)> {
    let tree = location.tree();
    let expression = location.expression(variables)?;
    let Content::Jsonata(jsonata) = &expression.content else { return None };
    let map = tree.scalar_map(expression.node);
    let start = expression.within(&(0..0)).start;
    let local = jsonata.scope.local_at(&jsonata.ast, map.decoded(location.offset)?.checked_sub(start)?)?;
    let occurrence = |range: &Range<u32>, access: Access| {
        let range = expression.within(&(range.start + 1..range.end));
        let site = Site::Use { node: expression.node, range: range.clone() };
        Occurrence { span: map.span(range), access, site }
    };
    let bound = local.bound.iter().map(|range| occurrence(range, Access::Write));
    let read = local.read.iter().map(|range| occurrence(range, Access::Read));
    let mut locals: Vec<Occurrence> = bound.chain(read).collect();
    locals.sort_by_key(|occurrence| occurrence.span);
    Some((Symbol::Local(expression.node), local.name, locals))
}

fn states(tree: &Tree, machine: &Machine, id: StateId) -> Vec<Occurrence> {
    let Some(state) = machine.state(id) else { return Vec::new() };
    let Some(scope) = machine.scope(state.scope) else { return Vec::new() };
    let transitions = machine.states_of(scope).flat_map(|state| &state.transitions);
    let targets = scope.start_at.iter().chain(transitions.map(|transition| &transition.target));
    let mut found = vec![key(tree, state)];
    found.extend(targets.filter(|target| target.state == Some(id)).map(|target| Occurrence {
        span: tree.content_span(target.node),
        access: Access::Read,
        site: Site::Name(target.node),
    }));
    found
}

fn key(tree: &Tree, state: &State) -> Occurrence {
    let node = state.name.node;
    Occurrence { span: tree.content_span(node), access: Access::Write, site: Site::Name(node) }
}

fn assignments(
    tree: &Tree,
    machine: &Machine,
    variables: &Variables,
    home: ScopeId,
    variable: usize,
) -> Vec<Occurrence> {
    let is_home = |state: StateId| machine.state(state).is_some_and(|state| state.scope == home);
    let own = variables.assignments.iter();
    own.filter(|assignment| assignment.variable == variable && is_home(assignment.state))
        .map(|assignment| Occurrence {
            span: assigned_span(tree, assignment.key, variables.name(variable)),
            access: Access::Write,
            site: Site::Assign(assignment.key),
        })
        .collect()
}

/// A key of `Assign` without its `.$`.
fn assigned_span(tree: &Tree, key: NodeId, name: &str) -> Span {
    if tree.text(key) == name {
        return tree.content_span(key);
    }
    tree.scalar_map(key).span(0..crate::text::offset(name.len()))
}

/// The uses of variables in the states whose text may mention one of some names; others are not even parsed.
pub(super) fn references(tree: &Tree, machine: &Machine, variables: &Variables, names: &[&str]) -> Vec<Reference> {
    let mentioning = Mentions::of(tree, names);
    let states = machine.states.iter().filter(|state| mentioning.may_be_in(state));
    states
        .flat_map(|state| expression::references(tree, state, &expression::of_state(tree, state, variables)))
        .collect()
}

/// Which states have to be looked at to find some names.
pub(super) struct Mentions<'a> {
    machine_wide: bool,
    tree: &'a Tree,
    names: &'a [&'a str],
}

impl<'a> Mentions<'a> {
    pub(super) fn of(tree: &'a Tree, names: &'a [&'a str]) -> Self {
        // What an alias stands for is written elsewhere.
        Self { machine_wide: tree.has(Trait::Aliases), tree, names }
    }

    pub(super) fn may_be_in(&self, state: &State) -> bool {
        if self.machine_wide {
            return true;
        }
        let text = self.tree.written(state.node);
        // A letter may be written as an escape; JSON has one way to do that, YAML more.
        let escape = if self.tree.language() == Language::Yaml { "\\" } else { "\\u" };
        self.names.iter().any(|name| text.contains(name)) || text.contains(escape)
    }
}
