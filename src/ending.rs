//! Where a scope may end.

use crate::asl::StateType;
use crate::model::{Role, State};
use crate::syntax::Tree;

/// Whether a state ends its scope, or what is wrong with it hides whether it does: an unknown type, an unknown `End`,
/// neither `Next` nor `End`, or a target that nobody knows.
pub fn may_end(tree: &Tree, state: &State) -> bool {
    if state.is_terminal() || tree.is_incomplete(state.node) {
        return true;
    }
    let Some(kind) = state.kind else { return true };
    let unknown_end = state.end.is_none() && tree.get(state.node, "End").is_some();
    let goes_on = if kind == StateType::Choice {
        !state.transitions.is_empty()
    } else {
        state.transitions.iter().any(|transition| transition.role == Role::Next)
    };
    unknown_end || !goes_on || state.transitions.iter().any(|transition| transition.target.leads_to().is_none())
}

/// Whether the state does nothing but go to itself: Pass and Wait states have no other way out.
pub fn only_repeats_itself(state: &State) -> bool {
    matches!(state.kind, Some(StateType::Pass | StateType::Wait))
        && state.end != Some(true)
        && state.next().is_some_and(|target| target.state == Some(state.id))
}
