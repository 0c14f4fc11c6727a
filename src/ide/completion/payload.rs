//! Payloads: their keys, which are the parameters of the call or the variables of `Assign`, and their values.

use super::docs::Topic;
use super::slot::{self, Slot};
use super::template::Template;
use super::{Completion, Context, Kind, jsonata, paths, site};
use crate::asl::{QueryLanguage, StateType};
use crate::integration::{Arguments, Call};
use crate::schema::{Field, Owner};
use crate::syntax::NodeId;

pub(super) fn keys(
    ctx: &Context<'_>,
    owner: Owner,
    field: &'static Field,
    object: Option<NodeId>,
    is_top: bool,
) -> Vec<Completion> {
    let Some(slot) = slot::key(ctx).filter(|_| is_top) else { return Vec::new() };
    let present = site::other_keys(ctx, object).into_iter();
    let present: Vec<&str> = present.map(|key| key.strip_suffix(".$").unwrap_or(key)).collect();
    let language = ctx.location.language;
    if field.name == "Assign" {
        let variables = ctx.location.variables();
        let names = variables.names().iter().map(String::as_str).filter(|name| !present.contains(name));
        return names.flat_map(|name| twins(&slot, name, Kind::Variable, "", language)).collect();
    }
    if let Some(names) = of_bucket(ctx, owner) {
        let names = names.iter().filter(|name| !present.contains(*name));
        return names.flat_map(|name| twins(&slot, name, Kind::Field, "", language)).collect();
    }
    if owner != Owner::State(StateType::Task) || field.name != Arguments::field(language) {
        return Vec::new();
    }
    let call = ctx.location.state().and_then(|state| Call::of(ctx.location.tree(), state));
    let Some(action) = call.and_then(|call| call.action) else { return Vec::new() };
    let required = action.operation.required.iter();
    let optional = action.operation.allow.iter().flatten().filter(|name| !action.operation.required.contains(name));
    let names = required.map(|name| (name, "required")).chain(optional.map(|name| (name, "")));
    let mut items = Vec::new();
    for (name, detail) in names.filter(|(name, _)| !present.contains(&name.as_str())) {
        for mut item in twins(&slot, name, Kind::Field, detail, language) {
            item.topic = Some(Topic::Integration(action.to_string()));
            items.push(item);
        }
    }
    items
}

/// A value inside of a payload.
pub(super) fn values(ctx: &Context<'_>, owner: Owner, field: &'static Field, key: Option<NodeId>) -> Vec<Completion> {
    if ctx.location.language == QueryLanguage::Jsonata {
        return jsonata::values(ctx, owner, field);
    }
    // All else in a payload is text.
    let is_evaluated = key.is_some_and(|key| ctx.location.tree().text(key).ends_with(".$"));
    if is_evaluated { paths::values(ctx, field, true) } else { Vec::new() }
}

/// What a reader or a writer of a Map state says of its bucket.
/// <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html>
fn of_bucket(ctx: &Context<'_>, owner: Owner) -> Option<&'static [&'static str]> {
    let tree = ctx.location.tree();
    match owner {
        Owner::ItemReader => {
            let resource = site::around(ctx).and_then(|reader| tree.get(reader, "Resource"))?;
            let lists = tree.text(resource).ends_with(":listObjectsV2");
            Some(if lists { &["Bucket", "Prefix"] } else { &["Bucket", "Key"] })
        }
        Owner::ResultWriter => Some(&["Bucket", "Prefix"]),
        _ => None,
    }
}

/// A key with a value, and in JSONPath one with a path.
fn twins(slot: &Slot<'_>, name: &str, kind: Kind, detail: &str, language: QueryLanguage) -> Vec<Completion> {
    let plain = slot.key(name, kind, detail, &Template::Stop(""));
    let evaluated = match language {
        QueryLanguage::JsonPath => slot.key(&format!("{name}.$"), kind, detail, &Template::Stop("$.")),
        QueryLanguage::Jsonata => None,
    };
    plain.into_iter().chain(evaluated).collect()
}
