//! What both expression languages have: variables and the context object.

use std::ops::Range;

use super::docs::Topic;
use super::inside::Inside;
use super::{Completion, Context, Kind};
use crate::asl::StateType;
use crate::expr::jsonpath::context_fields;
use crate::flow::variables::Known;
use crate::integration::Call;
use crate::model::ScopeKind;
use crate::resource::Resource;
use crate::schema::Field;
use crate::services::Pattern;

/// The names and dots that end at the cursor, such as `$states.context.Ex`.
pub(super) fn chain(before: &str) -> &str {
    let start = before.trim_end_matches(|letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '$'));
    before.get(start.len()..).unwrap_or("")
}

/// The names before the last one, and the last one.
pub(super) fn split(names: &str) -> (Vec<&str>, &str) {
    let mut parts: Vec<&str> = names.split('.').collect();
    let last = parts.pop().unwrap_or("");
    (parts, last)
}

/// The variables that have a value on entry to the state: those that every way assigns first.
pub(super) fn variables(ctx: &Context<'_>, inside: &Inside<'_>, range: &Range<usize>) -> Vec<Completion> {
    let Some(state) = ctx.location.state() else { return Vec::new() };
    let variables = ctx.location.variables();
    let mut found: Vec<(u8, &str, &str)> = Vec::new();
    for (index, name) in variables.names().iter().enumerate() {
        if variables.home(state.scope, index).is_none() {
            continue;
        }
        let (rank, detail) = match variables.on_entry(state, index) {
            Known::Assigned => (0, "variable"),
            Known::Maybe => (1, "variable, not assigned on every way here"),
            Known::Unknown => (1, "variable"),
            Known::Never => continue,
        };
        found.push((rank, name, detail));
    }
    found.sort_unstable();
    let propose = |(_, name, detail): (u8, &str, &str)| inside.word(range, &format!("${name}"), Kind::Variable, detail);
    found.into_iter().filter_map(propose).collect()
}

/// The fields of the context object below some names, as far as they are there for the state.
pub(super) fn context(
    ctx: &Context<'_>,
    inside: &Inside<'_>,
    range: &Range<usize>,
    parents: &[&str],
    field: &Field,
) -> Vec<Completion> {
    let fields = context_fields(parents).unwrap_or_default();
    let is_there = |name: &str| match name {
        "Task" => has_token(ctx),
        "Map" => has_item(ctx, field),
        _ => true,
    };
    let propose = |name: &'static str, description: &'static str| {
        let mut completion = inside.word(range, name, Kind::Context, description)?;
        let way: Vec<&str> = parents.iter().copied().chain([name]).collect();
        completion.topic = Some(Topic::Context(way.join(".")));
        Some(completion)
    };
    let fields = fields.iter().filter(|field| !parents.is_empty() || is_there(field.name));
    fields.filter_map(|field| propose(field.name, field.description)).collect()
}

/// Whether the state has a task token: it waits for one, or calls an activity.
fn has_token(ctx: &Context<'_>) -> bool {
    let call = ctx.location.state().and_then(|state| Call::of(ctx.location.tree(), state));
    call.is_some_and(|call| {
        call.pattern() == Some(Pattern::WaitForTaskToken)
            || matches!(call.resource, Resource::Activity { .. } | Resource::Partial)
    })
}

/// Whether the state runs for an item of a Map state, or the field is worked out for each.
fn has_item(ctx: &Context<'_>, field: &Field) -> bool {
    let Some((machine, state)) = ctx.location.machine().zip(ctx.location.state()) else { return false };
    let is_per_item = matches!(field.name, "ItemSelector" | "Parameters");
    if state.kind == Some(StateType::Map) && is_per_item {
        return true;
    }
    let mut scope = machine.scope(state.scope);
    while let Some(around) = scope {
        if around.kind == ScopeKind::Processor {
            return true;
        }
        scope = around.owner.and_then(|owner| machine.state(owner)).and_then(|owner| machine.scope(owner.scope));
    }
    false
}
