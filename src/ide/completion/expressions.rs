//! What both expression languages share: variables, the context object, names that deployment replaces.

use std::ops::Range;

use super::docs::Topic;
use super::inside::Inside;
use super::{Completion, Context, Kind, Piece, jsonata, paths};
use crate::asl::{QueryLanguage, StateType};
use crate::expr::jsonpath::context_fields;
use crate::flow::variables::Known;
use crate::integration::Call;
use crate::model::ScopeKind;
use crate::resource::Resource;
use crate::schema::{Field, Owner};
use crate::services::Pattern;
use crate::syntax::NodeId;

/// A value inside of a payload.
pub(super) fn in_payload(
    ctx: &Context<'_>,
    owner: Owner,
    field: &'static Field,
    key: Option<NodeId>,
) -> Vec<Completion> {
    if ctx.location.language == QueryLanguage::Jsonata {
        return jsonata::values(ctx, owner, field);
    }
    // All else in a payload is text.
    let is_evaluated = key.is_some_and(|key| ctx.location.tree().text(key).ends_with(".$"));
    if is_evaluated { paths::values(ctx, field, true) } else { Vec::new() }
}

/// The names that deployment replaces, behind `${` in any string.
pub(super) fn substitutions(ctx: &Context<'_>) -> Vec<Completion> {
    let (Some(names), Some(inside)) = (&ctx.location.definition.facts.substitutions, Inside::of(ctx)) else {
        return Vec::new();
    };
    let before = inside.before();
    let start = before.trim_end_matches(|letter: char| letter.is_alphanumeric() || letter == '_').len();
    if !before.get(..start).is_some_and(|before| before.ends_with("${")) {
        return Vec::new();
    }
    let range = inside.word_from(start);
    let close = if inside.text.get(range.end..).unwrap_or("").starts_with('}') { "" } else { "}" };
    let propose = |name: &String| {
        let pieces = vec![Piece::Text(format!("{name}{close}"))];
        inside.propose(&range, name, Kind::Substitution, "replaced at deployment", pieces)
    };
    names.keys().filter_map(propose).collect()
}

/// The names and dots that end at the cursor, such as `$states.context.Ex`.
pub(super) fn chain(before: &str) -> &str {
    let start = before.trim_end_matches(|letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '$'));
    before.get(start.len()..).unwrap_or("")
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
