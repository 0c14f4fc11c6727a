//! The typed model of a state machine: scopes, states, transitions, handlers.
//!
//! Everything carries the [`NodeId`] it was lowered from, never a span, so a model outlives shifts of the text. What has
//! the wrong shape is absent here: the schema has said so.

mod lower;

use crate::asl::{QueryLanguage, StateType};
use crate::syntax::NodeId;

pub use lower::{jsonata_field, lower};

/// A state of a machine, nested ones included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub u32);

/// A scope of a machine: a set of states that can reach each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub u32);

/// A whole definition with its nested scopes.
#[derive(Clone, Debug)]
pub struct Machine {
    pub node: NodeId,
    /// The language that states take when they do not say otherwise, nested ones too; where it is not named, the one
    /// that was clearly meant.
    pub query_language: QueryLanguage,
    /// The root scope first; a scope comes before those inside its states.
    pub scopes: Vec<Scope>,
    pub states: Vec<State>,
}

impl Machine {
    pub fn state(&self, id: StateId) -> Option<&State> {
        self.states.get(id.0 as usize)
    }

    pub fn scope(&self, id: ScopeId) -> Option<&Scope> {
        self.scopes.get(id.0 as usize)
    }

    /// The states of a scope, in the order they are written.
    pub fn states_of<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = &'a State> {
        scope.states.iter().filter_map(|&id| self.state(id))
    }
}

/// What a scope belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    Root,
    /// A branch of a Parallel state, from 0.
    Branch {
        index: u32,
    },
    /// The processor of a Map state (`ItemProcessor`, or `Iterator` of old).
    Processor,
}

/// `StartAt` and `States`: of the machine, of a branch, of an item processor.
#[derive(Clone, Debug)]
pub struct Scope {
    pub id: ScopeId,
    pub node: NodeId,
    pub kind: ScopeKind,
    /// The state that contains the scope; `None` for the root.
    pub owner: Option<StateId>,
    pub start_at: Option<Target>,
    pub states: Vec<StateId>,
    /// Some name or target is not known before deployment: no conclusion about what is reachable or undefined.
    pub open: bool,
    /// `States` may hold more names than are seen: no conclusion about what is missing from it.
    pub names_open: bool,
}

/// A state's name: the text and the key it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: Box<str>,
    pub node: NodeId,
}

impl std::fmt::Display for Name {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[derive(Clone, Debug)]
pub struct State {
    pub id: StateId,
    pub scope: ScopeId,
    /// The state's place among the states of its scope, from 0.
    pub index: usize,
    pub name: Name,
    pub node: NodeId,
    /// `None` when `Type` is absent or not known; a type in the wrong case counts as meant.
    pub kind: Option<StateType>,
    /// Its own language, else the machine's.
    pub query_language: QueryLanguage,
    pub transitions: Vec<Transition>,
    /// The value of `End`, if it is a boolean.
    pub end: Option<bool>,
    pub choices: Vec<ChoiceRule>,
    pub retriers: Vec<Handler>,
    pub catchers: Vec<Handler>,
    /// Branches, or the item processor.
    pub scopes: Vec<ScopeId>,
}

impl State {
    /// Whether its scope ends here: `End: true`, Succeed or Fail.
    pub fn is_terminal(&self) -> bool {
        self.end == Some(true) || matches!(self.kind, Some(StateType::Succeed | StateType::Fail))
    }

    /// The target of `Next`, if the state has one.
    pub fn next(&self) -> Option<&Target> {
        self.transitions.iter().find(|transition| transition.role == Role::Next).map(|transition| &transition.target)
    }

    /// The rule that stands at an index of `Choices`.
    pub fn choice(&self, index: u32) -> Option<&ChoiceRule> {
        let place = self.choices.binary_search_by_key(&index, |choice| choice.index).ok()?;
        self.choices.get(place)
    }

    /// The catcher that stands at an index of `Catch`.
    pub fn catcher(&self, index: u32) -> Option<&Handler> {
        let place = self.catchers.binary_search_by_key(&index, |catcher| catcher.index).ok()?;
        self.catchers.get(place)
    }
}

/// Why a transition is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Next,
    Default,
    /// A rule of `Choices`, from 0.
    Choice(u32),
    /// A catcher, from 0.
    Catch(u32),
}

/// A way from one state to another of its scope.
#[derive(Clone, Debug)]
pub struct Transition {
    pub role: Role,
    pub target: Target,
}

/// A name of a state where one is to go to.
#[derive(Clone, Debug)]
pub struct Target {
    pub node: NodeId,
    /// `None` when the name is not known before deployment.
    pub name: Option<Box<str>>,
    /// The state of the same scope with that name.
    pub state: Option<StateId>,
    /// Where no state has the name: the state that was most likely meant.
    pub meant: Option<StateId>,
}

impl Target {
    /// The state this leads to, a misspelt name taken as meant.
    pub fn leads_to(&self) -> Option<StateId> {
        self.state.or(self.meant)
    }
}

/// An entry of `Choices`.
#[derive(Clone, Debug)]
pub struct ChoiceRule {
    pub node: NodeId,
    pub index: u32,
}

/// An entry of `Retry` or `Catch`.
#[derive(Clone, Debug)]
pub struct Handler {
    pub node: NodeId,
    pub index: u32,
    /// The strings of `ErrorEquals`.
    pub errors: Vec<NodeId>,
}
