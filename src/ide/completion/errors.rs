//! Names of errors: those a handler may still match, and those a Fail state may raise.

use rustc_hash::FxHashSet;

use super::docs::Topic;
use super::{Completion, Context, Kind, site, slot};
use crate::asl::{STATES_ERRORS, StateType};
use crate::integration::Call;
use crate::model::{Handler, Machine, State, StateId};
use crate::resource::Resource;
use crate::semantics::error_name::{ALL, LAMBDA_ERRORS, RUNTIME, is_reserved};
use crate::syntax::{NodeId, Tree};

/// The names that the handler around may match and that no handler before it has taken: those of the state's own work first,
/// `States.ALL` last.
pub(super) fn names(ctx: &Context<'_>) -> Vec<Completion> {
    let tree = ctx.location.tree();
    let (Some(slot), Some(machine), Some(state)) = (slot::value(ctx), ctx.location.machine(), ctx.location.state())
    else {
        return Vec::new();
    };
    let taken = taken(ctx, state);
    let mut candidates: Vec<(&str, &str)> =
        raised_below(tree, machine, state).into_iter().map(|name| (name, "raised by a Fail state")).collect();
    let call = Call::of(tree, state);
    if matches!(state.kind, Some(StateType::Task)) && call.as_ref().is_some_and(calls_lambda) {
        candidates.extend(LAMBDA_ERRORS.map(|name| (name, "of Lambda")));
    }
    let is_http = call.as_ref().and_then(|call| call.action).is_some_and(|action| action.service == "http");
    if is_http {
        let statuses = ["States.Http.StatusCode.429", "States.Http.StatusCode.500", "States.Http.StatusCode.503"];
        candidates.extend(statuses.map(|name| (name, "of the HTTP endpoint")));
    }
    let (mut likely, others): (Vec<&str>, Vec<&str>) = STATES_ERRORS
        .iter()
        .filter(|name| ![ALL, RUNTIME].contains(name))
        .partition(|name| is_likely(name, state, is_http));
    likely.sort_by_key(|name| !["States.TaskFailed", "States.Timeout"].contains(name));
    candidates.extend(likely.into_iter().map(|name| (name, "")));
    candidates.extend(others.into_iter().filter(|name| !name.starts_with("States.Http.")).map(|name| (name, "")));
    if !stands_with_others(ctx) {
        candidates.push((ALL, "every error but States.Runtime and States.DataLimitExceeded"));
    }
    let mut seen = taken;
    let propose = |(name, detail): (&str, &str)| {
        let mut completion = slot.string(name, Kind::Error, detail)?;
        completion.topic = Some(Topic::Error(name.to_owned()));
        Some(completion)
    };
    candidates.into_iter().filter(|(name, _)| seen.insert((*name).to_owned())).filter_map(propose).collect()
}

/// The names that handlers of the machine wait for, for a Fail state to raise.
pub(super) fn to_raise(ctx: &Context<'_>) -> Vec<Completion> {
    let tree = ctx.location.tree();
    let (Some(slot), Some(machine)) = (slot::value(ctx), ctx.location.machine()) else { return Vec::new() };
    let handlers = machine.states.iter().flat_map(|state| state.retriers.iter().chain(&state.catchers));
    let names = handlers.flat_map(|handler| &handler.errors).filter_map(|&error| tree.known(error));
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    // Reserved names are not for Fail states to raise.
    let names = names.filter(|name| !is_reserved(name) && !name.is_empty() && seen.insert(name));
    names.filter_map(|name| slot.string(name, Kind::Error, "a handler waits for it")).collect()
}

/// What the handler itself and those before it match, besides the name that is being typed.
fn taken(ctx: &Context<'_>, state: &State) -> FxHashSet<String> {
    let tree = ctx.location.tree();
    let handler = site::around(ctx);
    let typed = ctx.location.spot.node();
    let names = |handlers: &[Handler], until: usize| -> FxHashSet<String> {
        let errors = handlers.iter().take(until).flat_map(|handler| &handler.errors);
        errors.filter(|&&error| error != typed).filter_map(|&error| tree.known(error)).map(str::to_owned).collect()
    };
    let place = |handlers: &[Handler]| handlers.iter().position(|candidate| Some(candidate.node) == handler);
    for handlers in [&state.retriers, &state.catchers] {
        if let Some(index) = place(handlers) {
            return names(handlers, index + 1);
        }
    }
    FxHashSet::default()
}

/// Whether the list has other names, so that `States.ALL` cannot be in it.
fn stands_with_others(ctx: &Context<'_>) -> bool {
    let (tree, spot) = (ctx.location.tree(), ctx.location.spot);
    tree.items(spot.container())
        .any(|item| item != spot.node() && tree.known(item).is_some_and(|name| !name.is_empty()))
}

fn calls_lambda(call: &Call<'_>) -> bool {
    matches!(call.resource, Resource::Lambda { .. }) || call.action.is_some_and(|action| action.service == "lambda")
}

/// The names that Fail states inside a Parallel or Map state raise.
fn raised_below<'a>(tree: &'a Tree, machine: &Machine, state: &State) -> Vec<&'a str> {
    if state.scopes.is_empty() {
        return Vec::new();
    }
    let error = |node: NodeId| tree.get(node, "Error").and_then(|error| tree.known(error));
    let fails =
        machine.states.iter().filter(|fail| fail.kind == Some(StateType::Fail) && is_inside(machine, fail, state.id));
    fails.filter_map(|fail| error(fail.node)).filter(|name| !name.is_empty() && !name.starts_with("{%")).collect()
}

/// Whether a state is inside another one. Scopes nest no deeper than the tree.
fn is_inside(machine: &Machine, state: &State, around: StateId) -> bool {
    let mut owner = machine.scope(state.scope).and_then(|scope| scope.owner);
    while let Some(id) = owner {
        if id == around {
            return true;
        }
        owner = machine.state(id).and_then(|state| machine.scope(state.scope)).and_then(|scope| scope.owner);
    }
    false
}

/// Whether an error of the language is one that states of this type have.
fn is_likely(name: &str, state: &State, is_http: bool) -> bool {
    match name {
        "States.TaskFailed" | "States.HeartbeatTimeout" | "States.Permissions" => state.kind == Some(StateType::Task),
        "States.BranchFailed" => state.kind == Some(StateType::Parallel),
        "States.ExceedToleratedFailureThreshold" | "States.ItemReaderFailed" | "States.ResultWriterFailed" => {
            state.kind == Some(StateType::Map)
        }
        "States.Timeout" => true,
        "States.Http.Socket" => is_http,
        _ => false,
    }
}
