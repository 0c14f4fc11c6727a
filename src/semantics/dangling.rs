//! Transitions to names that no state of their scope has.

use std::cell::LazyCell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Machine, Role, Scope, ScopeId, ScopeKind, State, Target};
use crate::schema::misspelt;
use crate::syntax::Tree;

/// A target that names no state of its scope.
#[derive(Clone, Copy, Debug)]
pub struct Dangling<'a> {
    pub target: &'a Target,
    pub name: &'a str,
    pub scope: &'a Scope,
    /// The state that would go there, and why; `None` for `StartAt`.
    pub from: Option<(&'a State, Role)>,
    /// A state with that name in another scope of the machine.
    pub elsewhere: Option<&'a State>,
}

/// Every target of the machine that names no state of its scope. Scopes whose names are not all known have none.
pub fn dangling<'a>(tree: &Tree, machine: &'a Machine) -> Vec<Dangling<'a>> {
    let mut found = Vec::new();
    for scope in machine.scopes.iter().filter(|scope| !scope.names_open && !scope.states.is_empty()) {
        // A state of the wrong shape is no state of the model, yet it is there. Mostly nobody asks.
        let shapeless = LazyCell::new(|| shapeless(tree, scope));
        let start = scope.start_at.iter().map(|target| (target, None));
        let transitions = machine.states_of(scope).flat_map(|state| {
            state.transitions.iter().map(move |transition| (&transition.target, Some((state, transition.role))))
        });
        for (target, from) in start.chain(transitions) {
            let Some(name) = target.name.as_deref().filter(|_| target.state.is_none()) else { continue };
            if !shapeless.contains(name) {
                found.push(Dangling { target, name, scope, from, elsewhere: None });
            }
        }
    }
    if !found.is_empty() {
        let names: FxHashMap<&str, &State> = machine.states.iter().map(|state| (&*state.name.text, state)).collect();
        for dangling in &mut found {
            dangling.elsewhere = names.get(dangling.name).copied().filter(|state| state.scope != dangling.scope.id);
        }
    }
    found
}

/// The names under `States` whose values are no objects.
fn shapeless<'a>(tree: &'a Tree, scope: &Scope) -> FxHashSet<&'a str> {
    let states =
        tree.get(scope.node, "States").or_else(|| misspelt(tree, scope.node, "States").map(|member| member.value));
    let members = states.into_iter().flat_map(|states| tree.members(states));
    members.filter(|member| !tree.is_object(member.value)).map(|member| tree.text(member.key)).collect()
}

impl Dangling<'_> {
    /// Where the name is written, in words.
    pub fn place(&self, machine: &Machine) -> String {
        match self.from {
            Some((state, Role::Next)) => format!("`Next` of state `{}`", state.name),
            Some((state, Role::Default)) => format!("`Default` of state `{}`", state.name),
            Some((state, Role::Choice(index))) => format!("`Choices[{index}].Next` of state `{}`", state.name),
            Some((state, Role::Catch(index))) => format!("`Catch[{index}].Next` of state `{}`", state.name),
            None => match (self.scope.kind, self.scope.owner.and_then(|owner| machine.state(owner))) {
                (ScopeKind::Branch { index }, Some(owner)) => {
                    format!("`StartAt` in branch {index} of state `{}`", owner.name)
                }
                (_, Some(owner)) => format!("`StartAt` in the processor of state `{}`", owner.name),
                _ => "`StartAt`".to_owned(),
            },
        }
    }
}

/// Whether two names differ at most by case and blanks.
pub fn same_letters(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// The letters of a name without its blanks, in lower case.
pub fn letters(name: &str) -> impl Iterator<Item = char> + '_ {
    name.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase)
}

/// As [`letters`], collected.
pub fn letters_of(name: &str) -> String {
    if !name.is_ascii() {
        return letters(name).collect();
    }
    // Most names, and much cheaper than letter by letter.
    let mut letters = name.to_ascii_lowercase();
    letters.retain(|character| !character.is_whitespace());
    letters
}

/// Whether one scope lies, at whatever depth, inside a state of another.
pub fn is_inside(machine: &Machine, inner: ScopeId, outer: ScopeId) -> bool {
    let mut at = machine.scope(inner);
    while let Some(owner) = at.and_then(|scope| scope.owner).and_then(|owner| machine.state(owner)) {
        if owner.scope == outer {
            return true;
        }
        at = machine.scope(owner.scope);
    }
    false
}
