//! Keys of the objects of the language, and entries of its lists.

use super::docs::Topic;
use super::template::Template;
use super::{Completion, Context, Kind, site, skeleton, slot, states, values};
use crate::asl::{QueryLanguage, StateType, comparator};
use crate::schema::{self, Field, Owner};
use crate::syntax::NodeId;

/// Fields of which a state takes one.
const EXCLUSIVE: [&[&str]; 4] = [
    &["Next", "End"],
    &["Seconds", "SecondsPath", "Timestamp", "TimestampPath"],
    &["ItemProcessor", "Iterator"],
    &["ItemSelector", "Parameters"],
];

/// Operators that combine other rules; a rule with one of them tests no variable itself.
const COMBINATORS: [&str; 3] = ["And", "Or", "Not"];

/// The fields that an object may still take: what it needs first, what is deprecated last.
pub(super) fn fields(ctx: &Context<'_>, owner: Option<Owner>, object: Option<NodeId>) -> Vec<Completion> {
    let Some(slot) = slot::key(ctx) else { return Vec::new() };
    let language = ctx.location.language;
    let present = site::other_keys(ctx, object);
    let mut candidates: Vec<(Owner, &'static Field)> = match owner {
        Some(owner) => schema::fields(owner, language).iter().map(|field| (owner, field)).collect(),
        None => of_any_state(language),
    };
    candidates.retain(|(owner, field)| is_free(*owner, field, &present));
    candidates.sort_by_key(|(_, field)| (rank(owner, field), order(field.name)));
    let next = if has_scope(ctx, owner, object) { states::target(ctx) } else { Template::Stop("") };
    let propose = |(owner, field): (Owner, &'static Field)| {
        let kind = if is_rule(owner) && is_operator(field.name) { Kind::Operator } else { Kind::Field };
        let detail = if field.required { "required" } else { "" };
        let mut completion = slot.key(field.name, kind, detail, &skeleton::value(field, language, &next))?;
        completion.is_deprecated = field.deprecated;
        completion.topic = Some(Topic::Field { owner, language, name: field.name });
        Some(completion)
    };
    let types = if owner.is_none() && !slot.has_value && !present.contains(&"Type") {
        candidates.retain(|(_, field)| field.name != "Type");
        values::typed(&slot, object, ctx)
    } else {
        Vec::new()
    };
    types.into_iter().chain(candidates.into_iter().filter_map(propose)).collect()
}

/// A new entry of a list.
pub(super) fn entries(ctx: &Context<'_>, owner: Owner) -> Vec<Completion> {
    let Some(slot) = slot::value(ctx) else { return Vec::new() };
    let template = skeleton::entry(owner, ctx.location.language, &states::target(ctx));
    let label = owner.noun().trim_start_matches("a ").trim_start_matches("an ");
    slot.entry(label, "", &template).into_iter().collect()
}

/// Whether the scope around is the one whose states a field of the object would name: a branch that is not there yet has
/// none.
fn has_scope(ctx: &Context<'_>, owner: Option<Owner>, object: Option<NodeId>) -> bool {
    let scope = ctx.location.machine().zip(ctx.location.scope).and_then(|(machine, scope)| machine.scope(scope));
    !matches!(owner, Some(Owner::Branch | Owner::Processor)) || scope.map(|scope| scope.node) == object
}

/// Whether an object does not have a field yet, nor one that excludes it.
fn is_free(owner: Owner, field: &Field, present: &[&str]) -> bool {
    let name = field.name;
    let has = |name: &str| present.contains(&name);
    let twin = name.strip_suffix("Path").map_or_else(|| format!("{name}Path"), str::to_owned);
    // `InputPath` is no path to an `Input`, and so on.
    let is_twin = has(&twin) && !matches!(name, "InputPath" | "OutputPath" | "ResultPath" | "ItemsPath" | "Result");
    let is_excluded = EXCLUSIVE.iter().any(|group| group.contains(&name) && group.iter().any(|other| has(other)));
    if has(name) || is_twin || is_excluded {
        return false;
    }
    if !is_rule(owner) {
        return true;
    }
    let has_operator = present.iter().any(|key| is_operator(key));
    let combines = present.iter().any(|key| COMBINATORS.contains(key));
    match name {
        "Variable" => !combines,
        _ if COMBINATORS.contains(&name) => !has_operator && !has("Variable"),
        _ => !(is_operator(name) && has_operator),
    }
}

fn is_rule(owner: Owner) -> bool {
    matches!(owner, Owner::ChoiceRule | Owner::NestedChoiceRule)
}

fn is_operator(name: &str) -> bool {
    comparator(name).is_some() || COMBINATORS.contains(&name)
}

/// Where a field belongs in the list.
fn rank(owner: Option<Owner>, field: &Field) -> u8 {
    let is_rule = owner.is_some_and(is_rule);
    match field.name {
        _ if field.deprecated => 9,
        "Type" | "Variable" | "Condition" => 0,
        "Next" => 2,
        _ if field.required || is_rule && is_operator(field.name) => 1,
        "ItemProcessor" => 2,
        "End" | "Default" => 3,
        "Comment" | "QueryLanguage" | "Version" => 8,
        name if name.ends_with("Path") && !matches!(name, "ResultPath" | "ItemsPath") => 6,
        _ => 4,
    }
}

/// Operators in the order of the language, other fields in that of the table.
fn order(name: &str) -> usize {
    crate::asl::COMPARATORS.iter().position(|(operator, _)| *operator == name).unwrap_or(0)
}

/// The fields of states of all types, each one once, for a state that does not say yet what it is.
fn of_any_state(language: QueryLanguage) -> Vec<(Owner, &'static Field)> {
    let mut found: Vec<(Owner, &'static Field)> = Vec::new();
    for kind in StateType::ALL {
        let owner = Owner::State(kind);
        for field in schema::fields(owner, language) {
            if !field.deprecated && !found.iter().any(|(_, known)| known.name == field.name) {
                found.push((owner, field));
            }
        }
    }
    found
}
