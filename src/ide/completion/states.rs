//! Names of states: as targets of transitions, and as keys of `States` with the states they stand for.

use rustc_hash::FxHashSet;

use super::docs::Topic;
use super::skeleton::{SKELETONS, Skeleton};
use super::slot;
use super::template::Template;
use super::{Completion, Context, Kind};
use crate::asl::StateType;
use crate::graph::StateGraph;
use crate::model::{Scope, State};
use crate::syntax::NodeId;
use crate::syntax::cursor::Spot;

/// The most targets that are offered as a choice within a larger proposal.
const MOST_CHOICES: usize = 20;

/// Where a transition may lead.
pub(super) fn targets(ctx: &Context<'_>) -> Vec<Completion> {
    let Some(slot) = slot::value(ctx) else { return Vec::new() };
    let propose = |state: &State| {
        let detail = state.kind.map_or("", StateType::name);
        slot.string(&state.name.text, Kind::State, detail)
    };
    ranked(ctx).into_iter().filter_map(propose).collect()
}

/// Another state to be chosen, or to be typed where there are many.
pub(super) fn target(ctx: &Context<'_>) -> Template {
    if scope(ctx).is_none_or(|scope| MOST_CHOICES < scope.states.len()) {
        return Template::Stop("");
    }
    let others = ranked(ctx).into_iter().filter(|state| Some(state.id) != ctx.location.state);
    let names: Vec<String> = others.map(|state| state.name.text.to_string()).collect();
    Template::Choice(names)
}

/// The states of the scope: what nothing leads to yet first, the state itself last.
fn ranked<'a>(ctx: &Context<'a>) -> Vec<&'a State> {
    let (Some(machine), Some(scope)) = (ctx.location.machine(), scope(ctx)) else { return Vec::new() };
    let graph = StateGraph::new(machine, scope);
    let own = ctx.location.state().filter(|state| state.scope == scope.id).map(|state| state.id);
    let rank = |state: &&State| (Some(state.id) == own, graph.is_reachable(state));
    // What is half typed may look like a key of `States`.
    let is_named = |state: &&State| !state.name.text.is_empty() && !ctx.location.tree().is_opaque(state.name.node);
    let mut states: Vec<&State> = machine.states_of(scope).filter(is_named).collect();
    states.sort_by_key(rank);
    states
}

fn scope<'a>(ctx: &Context<'a>) -> Option<&'a Scope> {
    ctx.location.machine()?.scope(ctx.location.scope?)
}

/// New states: those that transitions ask for and that are not there, then one of each kind.
pub(super) fn names(ctx: &Context<'_>, object: Option<NodeId>) -> Vec<Completion> {
    let Some(slot) = slot::key(ctx) else { return Vec::new() };
    let mut items: Vec<Completion> = missing(ctx)
        .into_iter()
        .filter_map(|name| {
            let types = StateType::ALL.map(|kind| kind.name().to_owned());
            let state = Template::object([("Type", Template::Choice(types.to_vec()))]);
            slot.key(name, Kind::State, "a transition leads here", &state)
        })
        .collect();
    if slot.has_value {
        return items;
    }
    let (taken, next) = (taken(ctx, object), target(ctx));
    items.extend(SKELETONS.iter().filter_map(|skeleton| {
        let name = free_name(skeleton.name, &taken);
        let state = skeleton.state(ctx.location.language, &next);
        let mut completion = slot.written(skeleton.label, Kind::Skeleton, skeleton.about, |writer| {
            writer.key_stop(&name);
            writer.member_value(&state);
        })?;
        completion.topic = Some(Topic::StateType(skeleton.kind));
        Some(completion)
    }));
    items
}

/// What may stand behind the name of a new state.
pub(super) fn bodies(ctx: &Context<'_>) -> Vec<Completion> {
    let Some(slot) = slot::value(ctx) else { return Vec::new() };
    let next = target(ctx);
    let propose = |skeleton: &Skeleton| {
        let state = skeleton.state(ctx.location.language, &next);
        let mut completion = slot.template(skeleton.label, Kind::Skeleton, skeleton.about, &state)?;
        completion.topic = Some(Topic::StateType(skeleton.kind));
        Some(completion)
    };
    SKELETONS.iter().filter_map(propose).collect()
}

/// A name that no state of the machine has: names have to differ over all scopes.
fn free_name(name: &str, taken: &FxHashSet<&str>) -> String {
    if !taken.contains(name) {
        return name.to_owned();
    }
    let mut numbered = (2_u32..).map(|number| format!("{name}{number}"));
    // There are fewer names than numbers.
    numbered.find(|name| !taken.contains(name.as_str())).unwrap_or_default()
}

fn taken<'a>(ctx: &Context<'a>, object: Option<NodeId>) -> FxHashSet<&'a str> {
    let tree = ctx.location.tree();
    let states = ctx.location.machine().map_or(&[][..], |machine| &machine.states).iter();
    let keys = object.map_or(&[][..], |object| tree.own_members(object)).iter().map(|member| tree.text(member.key));
    states.map(|state| &*state.name.text).chain(keys).collect()
}

/// The names of targets of the scope that no state has, in their order.
fn missing<'a>(ctx: &Context<'a>) -> Vec<&'a str> {
    let (Some(machine), Some(scope)) = (ctx.location.machine(), scope(ctx)) else { return Vec::new() };
    let typed = match ctx.location.spot {
        Spot::Key { key, .. } => ctx.location.tree().text(key),
        _ => "",
    };
    let of_states =
        machine.states_of(scope).flat_map(|state| state.transitions.iter().map(|transition| &transition.target));
    let targets = scope.start_at.iter().chain(of_states);
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    // The key under the cursor is a state of that name to the model.
    let is_missing = |target: &&crate::model::Target| target.state.is_none() || target.name.as_deref() == Some(typed);
    targets.filter(is_missing).filter_map(|target| target.name.as_deref()).filter(|name| seen.insert(name)).collect()
}
