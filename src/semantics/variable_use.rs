//! What is wrong with each use of a variable, and which rule says so.
//!
//! One use has one fault: every rule about uses asks here and takes what is its own.

mod liveness;
mod origin;

use std::cell::{Cell, OnceCell, RefCell};

use rustc_hash::FxHashMap;

use super::dangling::same_letters;
use super::ending::hides_a_way;
use crate::asl::nearest;
use crate::expr::jsonata::scope::STATES;
use crate::expression::Reference;
use crate::flow::variables::{Assignment, Known, Variables, is_distributed};
use crate::graph::StateGraph;
use crate::model::{Machine, ScopeId, State, StateId};
use crate::schema::misspelt;
use crate::syntax::{NodeId, Tree};

pub use liveness::{DeadStore, dead_stores};
pub use origin::{Origin, Origins};

/// What is wrong with a use.
#[derive(Clone, Copy, Debug)]
pub enum Trouble<'a> {
    /// No state assigns the variable; a name that is near.
    Undefined { meant: Option<Meant<'a>> },
    /// `$order` where `$.order` is meant.
    MissingDot,
    /// Assigned around a distributed Map that the use is in.
    OutsideDistributed(&'a Assignment),
    /// Assigned only where the use cannot see it.
    OtherScope(&'a Assignment),
    /// Assigned by the state that uses it, and by none before.
    OwnAssign(&'a Assignment),
    /// Assigned, but on no way to the use.
    NeverBefore(&'a Assignment),
    /// Assigned on some ways to the use.
    Maybe(&'a Assignment),
}

/// A name that was probably meant.
#[derive(Clone, Copy, Debug)]
pub struct Meant<'a> {
    pub name: &'a str,
    /// It differs by case only, and no other does.
    pub certain: bool,
}

/// A guess compares a name with all that are assigned; where there are this many to compare, nobody reads the guesses.
const MOST_COMPARISONS: usize = 100_000;

/// What was meant by a name in a scope.
type Guesses<'a> = FxHashMap<(ScopeId, Box<str>), Option<Meant<'a>>>;

/// The uses of the variables of a machine.
pub struct Uses<'a> {
    tree: &'a Tree,
    machine: &'a Machine,
    graphs: &'a [StateGraph],
    variables: &'a Variables,
    /// By variable, where it is first assigned: in each scope, anywhere, in each state.
    first: FxHashMap<(ScopeId, usize), &'a Assignment>,
    anywhere: FxHashMap<usize, &'a Assignment>,
    own: FxHashMap<(StateId, usize), &'a Assignment>,
    /// By scope: whether each way in it can be seen.
    ways_known: Vec<OnceCell<bool>>,
    has_misspelt_assign: OnceCell<bool>,
    guesses: RefCell<Guesses<'a>>,
    /// How many more names are compared.
    comparisons: Cell<usize>,
    fields: OnceCell<rustc_hash::FxHashSet<String>>,
}

impl<'a> Uses<'a> {
    pub fn new(tree: &'a Tree, machine: &'a Machine, graphs: &'a [StateGraph], variables: &'a Variables) -> Self {
        let mut first = FxHashMap::default();
        let mut anywhere = FxHashMap::default();
        let mut own = FxHashMap::default();
        for assignment in &variables.assignments {
            let Some(state) = machine.state(assignment.state) else { continue };
            first.entry((state.scope, assignment.variable)).or_insert(assignment);
            anywhere.entry(assignment.variable).or_insert(assignment);
            own.entry((assignment.state, assignment.variable)).or_insert(assignment);
        }
        Self {
            tree,
            machine,
            graphs,
            variables,
            first,
            anywhere,
            own,
            ways_known: vec![OnceCell::new(); machine.scopes.len()],
            has_misspelt_assign: OnceCell::new(),
            guesses: RefCell::default(),
            comparisons: Cell::new(MOST_COMPARISONS),
            fields: OnceCell::new(),
        }
    }

    /// The state of a use, and what is wrong with it.
    pub fn trouble(&self, reference: &Reference) -> Option<(&'a State, Trouble<'a>)> {
        // A call of what is no function is a fault of its own, and so is `$states` in a path.
        if reference.faulty || reference.called || *reference.name == *STATES {
            return None;
        }
        let state = self.machine.state(reference.state)?;
        let variable = self.variables.find(&reference.name);
        let home = variable.and_then(|variable| self.variables.home(state.scope, variable));
        let trouble = match (variable, home) {
            (Some(variable), Some(home)) => self.unassigned(state, variable, home, reference),
            _ if !self.is_all_seen(state.scope) => None,
            (Some(variable), None) => self.elsewhere(state, variable),
            (None, _) => self.undefined(state, reference),
        };
        trouble.map(|trouble| (state, trouble))
    }

    /// A variable that the state sees.
    fn unassigned(&self, state: &State, variable: usize, home: ScopeId, reference: &Reference) -> Option<Trouble<'a>> {
        if reference.guarded {
            return None;
        }
        let first = *self.first.get(&(home, variable))?;
        match self.variables.on_entry(state, variable) {
            Known::Maybe => Some(Trouble::Maybe(first)),
            Known::Never if !self.are_ways_known(state.scope) => None,
            Known::Never => {
                let own = self.own.get(&(state.id, variable)).copied();
                Some(own.map_or(Trouble::NeverBefore(first), Trouble::OwnAssign))
            }
            Known::Assigned | Known::Unknown => None,
        }
    }

    /// A variable that is assigned, but nowhere that the state sees.
    fn elsewhere(&self, state: &State, variable: usize) -> Option<Trouble<'a>> {
        let mut scope = self.machine.scope(state.scope);
        let mut is_outside = false;
        while let Some(inner) = scope {
            if is_outside && let Some(assignment) = self.first.get(&(inner.id, variable)) {
                return Some(Trouble::OutsideDistributed(assignment));
            }
            is_outside |= is_distributed(self.tree, inner);
            scope = inner
                .owner
                .and_then(|owner| self.machine.state(owner))
                .and_then(|owner| self.machine.scope(owner.scope));
        }
        self.anywhere.get(&variable).copied().map(Trouble::OtherScope)
    }

    fn undefined(&self, state: &State, reference: &Reference) -> Option<Trouble<'a>> {
        let is_path = !self.tree.known(reference.node).is_some_and(|text| text.starts_with("{%"));
        let mut meant = self.meant(state.scope, &reference.name);
        if meant.is_none() && !is_path && nearest(&reference.name, [STATES]).is_some() {
            meant = Some(Meant { name: STATES, certain: false });
        }
        // Who asks whether it is there may know that it is not, unless the name is a slip.
        if meant.is_none() && reference.guarded {
            return None;
        }
        if meant.is_none() && is_path && self.is_field(&reference.name) {
            return Some(Trouble::MissingDot);
        }
        Some(Trouble::Undefined { meant })
    }

    /// The variable of a scope that a name was probably meant to be.
    fn meant(&self, scope: ScopeId, name: &str) -> Option<Meant<'a>> {
        let mut guesses = self.guesses.borrow_mut();
        if let Some(known) = guesses.get(&(scope, name.into())) {
            return *known;
        }
        let names = self.variables.names();
        let left = self.comparisons.get().checked_sub(names.len())?;
        self.comparisons.set(left);
        let is_seen = |variable: usize| self.variables.home(scope, variable).is_some();
        let seen =
            || names.iter().enumerate().filter(|(variable, _)| is_seen(*variable)).map(|(_, name)| name.as_str());
        let same: Vec<&str> = seen().filter(|candidate| same_letters(candidate, name)).collect();
        let meant = match same.as_slice() {
            [only] => Some(Meant { name: only, certain: true }),
            _ => nearest(name, seen()).map(|name| Meant { name, certain: false }),
        };
        guesses.insert((scope, name.into()), meant);
        meant
    }

    /// Whether some path of the definition reads a field of that name from its input.
    fn is_field(&self, name: &str) -> bool {
        let fields = self.fields.get_or_init(|| {
            let texts = self.tree.descendants(self.machine.node).filter_map(|node| self.tree.known(node));
            texts.filter_map(first_field).map(str::to_owned).collect()
        });
        fields.contains(name)
    }

    /// Whether all that could be assigned for a scope to see can be seen.
    fn is_all_seen(&self, scope: ScopeId) -> bool {
        !self.variables.visible(scope).any(|scope| self.variables.is_opaque(scope))
            && !*self.has_misspelt_assign.get_or_init(|| self.find_misspelt_assign())
    }

    /// A misspelt `Assign` is reported as such, and not again for each variable that it would have assigned.
    fn find_misspelt_assign(&self) -> bool {
        let is_one = |object: NodeId| {
            self.tree.is_object(object)
                && self.tree.get(object, "Assign").is_none()
                && misspelt(self.tree, object, "Assign").is_some()
        };
        self.machine.states.iter().any(|state| {
            is_one(state.node)
                || state.choices.iter().any(|rule| is_one(rule.node))
                || state.catchers.iter().any(|catcher| is_one(catcher.node))
        })
    }

    /// Whether no way to a state of a scope is hidden by something else that is wrong.
    fn are_ways_known(&self, scope: ScopeId) -> bool {
        self.variables.visible(scope).all(|scope| {
            let Some(known) = self.ways_known.get(scope.0 as usize) else { return false };
            *known.get_or_init(|| self.find_ways_known(scope))
        })
    }

    fn find_ways_known(&self, scope: ScopeId) -> bool {
        let (Some(scope), Some(graph)) = (self.machine.scope(scope), self.graphs.get(scope.0 as usize)) else {
            return false;
        };
        let hides = |state: &State| graph.is_reachable(state) && hides_a_way(self.tree, state);
        !scope.open && !self.machine.states_of(scope).any(hides)
    }
}

/// `order` of `$.order.id`.
fn first_field(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("$.")?;
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
    rest.get(..end).filter(|name| !name.is_empty())
}
