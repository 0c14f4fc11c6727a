//! Values of fields.

use super::docs::Topic;
use super::slot::Slot;
use super::template::Template;
use super::{Completion, Context, Kind, errors, jsonata, paths, resources, skeleton, slot, states};
use crate::asl::{QueryLanguage, StateType};
use crate::schema::{Field, Owner, ValueKind};
use crate::syntax::NodeId;

/// What a field of an object may have for a value.
pub(super) fn values(ctx: &Context<'_>, owner: Owner, object: NodeId, field: &'static Field) -> Vec<Completion> {
    match field.value {
        ValueKind::Target => states::targets(ctx),
        ValueKind::StateType => types(ctx, object),
        ValueKind::QueryLanguage => {
            let names = [QueryLanguage::Jsonata, QueryLanguage::JsonPath].map(QueryLanguage::name);
            strings(ctx, &names)
        }
        ValueKind::Enum => strings(ctx, &field.values),
        // `End: false` is refused.
        ValueKind::Boolean if field.name == "End" => bare(ctx, &["true"]),
        ValueKind::Boolean => bare(ctx, &["true", "false"]),
        ValueKind::Resource | ValueKind::Arn => resources::resources(ctx, owner, field),
        ValueKind::ErrorName => errors::to_raise(ctx),
        ValueKind::Path | ValueKind::ReferencePath => paths::values(ctx, field, false),
        ValueKind::PathOrIntrinsic => paths::values(ctx, field, true),
        ValueKind::Jsonata => jsonata::values(ctx, owner, field),
        ValueKind::JsonataTemplate => {
            let mut items = jsonata::values(ctx, owner, field);
            if field.name != "Output" {
                items.extend(whole(ctx, field));
            }
            items
        }
        ValueKind::Template
        | ValueKind::ErrorNames
        | ValueKind::States
        | ValueKind::Branches
        | ValueKind::Machine
        | ValueKind::Choices
        | ValueKind::Rules
        | ValueKind::Rule
        | ValueKind::Retriers
        | ValueKind::Catchers
        | ValueKind::Object => whole(ctx, field),
        ValueKind::Text
        | ValueKind::Name
        | ValueKind::Integer
        | ValueKind::Number
        | ValueKind::Seconds
        | ValueKind::Timestamp
        | ValueKind::Json
        | ValueKind::JsonPointer => Vec::new(),
    }
}

/// Types of states, each with the fields that a state of it needs and that are not there yet.
fn types(ctx: &Context<'_>, object: NodeId) -> Vec<Completion> {
    let Some(slot) = slot::value(ctx) else { return Vec::new() };
    let next = states::target(ctx);
    let propose = |kind: StateType| {
        let members = lacking(ctx, Some(object), kind, &next);
        let mut completion = slot.written(kind.name(), Kind::Value, "", |writer| {
            writer.string(kind.name());
            writer.more_members(&members);
        })?;
        completion.topic = Some(Topic::StateType(kind));
        Some(completion)
    };
    StateType::ALL.into_iter().filter_map(propose).collect()
}

/// `Type` with each of its values, as [`types`] has them, for a state that has none.
pub(super) fn typed(slot: &Slot<'_>, object: Option<NodeId>, ctx: &Context<'_>) -> Vec<Completion> {
    let next = states::target(ctx);
    let propose = |kind: StateType| {
        let members = lacking(ctx, object, kind, &next);
        let mut completion = slot.written(&format!("Type: {}", kind.name()), Kind::Field, "", |writer| {
            writer.key("Type");
            writer.member_value(&Template::Text(kind.name().to_owned()));
            writer.more_members(&members);
        })?;
        completion.topic = Some(Topic::StateType(kind));
        Some(completion)
    };
    StateType::ALL.into_iter().filter_map(propose).collect()
}

/// What a state needs to be of a type, without what it has.
fn lacking(
    ctx: &Context<'_>,
    object: Option<NodeId>,
    kind: StateType,
    next: &Template,
) -> Vec<(&'static str, Template)> {
    let tree = ctx.location.tree();
    let has = |name: &str| object.is_some_and(|object| tree.get(object, name).is_some());
    let has_any = |names: &[&str]| names.iter().any(|name| has(name));
    let is_there = |name: &str| match name {
        "Next" => has_any(&["Next", "End"]),
        "Seconds" => has_any(&["Seconds", "SecondsPath", "Timestamp", "TimestampPath"]),
        "ItemProcessor" => has_any(&["ItemProcessor", "Iterator"]),
        "Error" => has_any(&["Error", "ErrorPath"]),
        "Cause" => has_any(&["Cause", "CausePath"]),
        _ => has(name),
    };
    let mut members = skeleton::body(kind, ctx.location.language, next);
    members.retain(|(name, _)| !is_there(name));
    members
}

fn strings(ctx: &Context<'_>, values: &[&str]) -> Vec<Completion> {
    let Some(slot) = slot::value(ctx) else { return Vec::new() };
    values.iter().filter_map(|value| slot.string(value, Kind::Value, "")).collect()
}

fn bare(ctx: &Context<'_>, values: &[&'static str]) -> Vec<Completion> {
    let Some(slot) = slot::value(ctx) else { return Vec::new() };
    values.iter().filter_map(|value| slot.template(value, Kind::Value, "", &Template::Bare(value))).collect()
}

/// An object or a list as a whole.
fn whole(ctx: &Context<'_>, field: &'static Field) -> Vec<Completion> {
    let Some(slot) = slot::value(ctx).filter(Slot::is_fresh) else { return Vec::new() };
    let template = skeleton::value(field, ctx.location.language, &states::target(ctx));
    let label = if matches!(template, Template::Array(_) | Template::EmptyArray) { "[…]" } else { "{…}" };
    slot.template(label, Kind::Skeleton, field.name, &template).into_iter().collect()
}
