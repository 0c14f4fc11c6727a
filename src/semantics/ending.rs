//! Where a scope may end.

use crate::asl::StateType;
use crate::model::{Role, State};
use crate::syntax::Tree;

/// Whether a state ends its scope, or what is wrong with it hides whether it does.
pub fn may_end(tree: &Tree, state: &State) -> bool {
    if state.is_terminal() {
        return true;
    }
    let unknown_end = state.end.is_none() && tree.get(state.node, "End").is_some();
    unknown_end || hides_a_way(tree, state)
}

/// Whether something that is wrong with a state, and reported as such, hides where it would go: a `Next` that is not
/// there or names no state, rules or catchers that are none.
pub fn hides_a_way(tree: &Tree, state: &State) -> bool {
    let Some(kind) = state.kind else { return true };
    if tree.is_incomplete(state.node) || state.transitions.iter().any(|target| target.target.leads_to().is_none()) {
        return true;
    }
    if kind.takes_next() && state.end != Some(true) && state.next().is_none() {
        return true;
    }
    let ways = |is_way: fn(Role) -> bool| state.transitions.iter().filter(|way| is_way(way.role)).count();
    if kind == StateType::Choice
        && (state.choices.is_empty() || ways(|role| matches!(role, Role::Choice(_))) < state.choices.len())
    {
        return true;
    }
    let is_list = tree.get(state.node, "Catch").is_none_or(|catch| tree.is_array(catch));
    !is_list || ways(|role| matches!(role, Role::Catch(_))) < state.catchers.len()
}

/// Whether the state does nothing but go to itself: Pass and Wait states have no other way out.
pub fn only_repeats_itself(state: &State) -> bool {
    matches!(state.kind, Some(StateType::Pass | StateType::Wait))
        && state.end != Some(true)
        && state.next().is_some_and(|target| target.state == Some(state.id))
}
